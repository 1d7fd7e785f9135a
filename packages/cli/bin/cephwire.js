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

/** Chunks of the files that are loaded, as functions by name. */
const files = new Map()
/** What chunks export. */
const modules = new Map()
/** Scripts whose compiled code is not kept yet, by the path where it is to be. */
const uncached = new Map()

/** `./FILE#CHUNK`, or a module of Node. */
function load(id) {
  if (!id.startsWith('./')) return require(id)
  let module = modules.get(id)
  if (module === undefined) {
    module = { exports: {} }
    modules.set(id, module)
    const [file, chunk] = id.slice(2).split('#')
    if (!files.has(file)) files.set(file, evaluate(join(directory, file)))
    files.get(file)[chunk](module.exports, load, module, importMetaUrl)
  }
  return module.exports
}

function evaluate(filename) {
  const cache = `${filename}.${engine}.cache`
  const cachedData = readIfThere(cache)
  const script = new Script(readFileSync(filename, 'latin1'), { filename, cachedData })
  if (cachedData === undefined || script.cachedDataRejected) uncached.set(cache, script)
  return script.runInThisContext()
}

function readIfThere(path) {
  try {
    return readFileSync(path)
  } catch {
    return undefined
  }
}

// At the end V8 has compiled what such a command needs, and no more.
process.on('exit', exitCode => {
  if (exitCode !== 0) return
  for (const [cache, script] of uncached) {
    const unfinished = `${cache}.${process.pid}`
    try {
      writeFileSync(unfinished, script.createCachedData())
      renameSync(unfinished, cache)
    } catch {
      rmSync(unfinished, { force: true })
    }
  }
})

load('./main.cjs#main.js')
