import js from '@eslint/js'
import nx from '@nx/eslint-plugin'
import { defineConfig, globalIgnores } from 'eslint/config'
import * as jsonc from 'jsonc-eslint-parser'
import mocha from 'eslint-plugin-mocha'
import tseslint from 'typescript-eslint'

/** A package may import itself and the layers named here, and nothing else of ours. */
const layers = {
  codec: [],
  messenger: ['codec'],
  auth: ['codec', 'messenger'],
  messages: ['codec'],
  maps: ['codec'],
  'mon-client': ['codec', 'messenger', 'auth', 'messages', 'maps'],
  cli: ['codec', 'messenger', 'auth', 'messages', 'maps', 'mon-client', 'test-monitor'],
  'test-monitor': ['codec', 'messenger', 'auth', 'messages', 'maps'],
  tools: [],
  programs: ['codec', 'messenger', 'auth', 'messages', 'maps', 'mon-client', 'test-monitor', 'cli', 'tools']
}

/** What a package's tests may use besides: the tests are leaves, nothing depends on them. */
const testLayers = ['tools', 'test-monitor']

const boundaries = extra => [
  'error',
  {
    enforceBuildableLibDependency: false,
    banTransitiveDependencies: false,
    allow: [],
    allowCircularSelfDependency: true,
    checkDynamicDependenciesExceptions: ['.*'],
    depConstraints: Object.entries(layers).map(([layer, below]) => ({
      sourceTag: `layer:${layer}`,
      onlyDependOnLibsWithTags: [layer, ...below, ...extra].map(name => `layer:${name}`)
    }))
  }
]

/** The two declarative codec libraries have one door each (ARCHITECTURE.md, "Three codec tools"). */
const codecLibraries = (allowed = []) => [
  'error',
  {
    paths: ['buffer-layout', 'binary-parser']
      .filter(name => !allowed.includes(name))
      .map(name => ({
        name,
        message: `Only packages/codec has a file that imports ${name}; use packed() or decode-only`
      }))
  }
]

const noRandom = [
  'error',
  {
    selector: 'VariableDeclaration[kind=/using$/]',
    message: 'Node 20 does not parse `using`: call the dispose method'
  },
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: 'Randomness is injected or comes from node:crypto'
  }
]

export default defineConfig(
  globalIgnores(['**/dist', '**/out-tsc', 'packages/cli/bundle', '**/coverage', '.nx', '**/node_modules']),
  { files: ['**/*.{ts,mts,mjs,js}'], extends: [js.configs.recommended] },
  {
    files: ['**/*.{mjs,js}'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        Buffer: 'readonly',
        URL: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        setImmediate: 'readonly'
      }
    }
  },
  {
    files: ['packages/cli/bin/*.js'],
    languageOptions: {
      sourceType: 'commonjs',
      globals: { require: 'readonly', __dirname: 'readonly', __filename: 'readonly' }
    }
  },
  {
    files: ['**/*.{ts,mts}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // A caller says what JSON holds: `json<T>()`.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      'no-restricted-imports': codecLibraries(),
      'no-restricted-syntax': noRandom,
      'no-eval': 'error',
      'no-new-func': 'error'
    }
  },
  { files: ['packages/codec/src/packed.ts'], rules: { 'no-restricted-imports': codecLibraries(['buffer-layout']) } },
  {
    files: ['packages/codec/src/decode-only.ts'],
    rules: { 'no-restricted-imports': codecLibraries(['binary-parser']) }
  },
  {
    files: ['packages/*/src/**/*.ts'],
    plugins: { '@nx': nx },
    rules: { '@nx/enforce-module-boundaries': boundaries([]) }
  },
  {
    files: ['packages/*/test/**/*.ts', 'tools/**/*.{ts,mts}'],
    plugins: { '@nx': nx, mocha },
    rules: {
      '@nx/enforce-module-boundaries': boundaries(testLayers),
      '@typescript-eslint/no-unused-expressions': 'off',
      'mocha/no-exclusive-tests': 'error',
      'mocha/no-identical-title': 'error'
    }
  },
  {
    files: ['packages/*/package.json'],
    plugins: { '@nx': nx },
    languageOptions: { parser: jsonc },
    rules: {
      '@nx/dependency-checks': [
        'error',
        {
          ignoredFiles: ['{projectRoot}/test/**/*', '{projectRoot}/eslint.config.*'],
          ignoredDependencies: ['@cephwire/tools', '@node-rs/crc32']
        }
      ]
    }
  }
)
