#!/usr/bin/env node
'use strict'
/**
 * Runs the bundle (tools/bundle). What V8 compiles of it is written beside it by the first command that succeeds, for each
 * version of Node; where that cannot be written, or is of no use to this V8, it is compiled each time. It is as safe there
 * as the program itself is.
 */
const { readFileSync, renameSync, rmSync, writeFileSync } = require('node:fs')
const { join } = require('node:path')
const { pathToFileURL } = require('node:url')
const { Script } = require('node:vm')

const bundle = join(__dirname, '../bundle')
/** Named after what is in it: compiled code of another version is not for this one. */
const directory = join(bundle, readFileSync(join(bundle, 'version'), 'latin1'))
const engine = `${process.versions.v8}-${process.arch}`
/** From here as from there `../package.json` is the package's. */
const importMetaUrl = pathToFileURL(__filename).href

/** Files that are loaded: their chunks as functions by name, their scripts, and where compiled code is or could be. */
const files = new Map()
/** What chunks export. */
const modules = new Map()

/** `./FILE#CHUNK`, or a module of Node. */
function load(id) {
  if (!id.startsWith('./')) return require(id)
  let module = modules.get(id)
  if (module === undefined) {
    module = { exports: {} }
    modules.set(id, module)
    const [file, chunk] = id.slice(2).split('#')
    if (!files.has(file)) files.set(file, evaluate(file))
    files.get(file).chunks[chunk](module.exports, load, module, importMetaUrl)
  }
  return module.exports
}

function evaluate(file) {
  const filename = join(directory, file)
  const cache = `${filename}.${engine}.cache`
  const cachedData = readIfThere(cache)
  const script = new Script(readFileSync(filename, 'latin1'), { filename, cachedData })
  const cached = cachedData !== undefined && !script.cachedDataRejected
  return { chunks: script.runInThisContext(), script, cache, cached }
}

function readIfThere(path) {
  try {
    return readFileSync(path)
  } catch {
    return undefined
  }
}

/** Whether the chunk has run that a file is there for, its first, and not just what others share with it. */
function used([file, { chunks }]) {
  return modules.has(`./${file}#${Object.keys(chunks)[0]}`)
}

// At the end V8 has compiled what such a command needs, and no more.
process.on('exit', exitCode => {
  const kept = [...files].filter(used).map(([, file]) => file)
  if (exitCode !== 0 || kept.every(({ cached }) => cached)) return
  for (const { cache, script } of kept) {
    const unfinished = `${cache}.${process.pid}`
    try {
      // First whether it can be written: to make it takes longer.
      writeFileSync(unfinished, '')
      writeFileSync(unfinished, script.createCachedData())
      renameSync(unfinished, cache)
    } catch {
      rmSync(unfinished, { force: true })
    }
  }
})

load('./main.cjs#main.js')
