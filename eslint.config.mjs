import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import jsdoc from 'eslint-plugin-jsdoc';
import tseslint from 'typescript-eslint';
import { PACKAGES } from './tools/packages.mjs';

/** Packages whose code has no effect of its own: what they need of the world is handed to them. */
const PURE = Object.entries(PACKAGES)
  .filter(([, { pure }]) => pure)
  .map(([name]) => `packages/${name}/src/**/*.ts`);

/** The only source files that meet the process they run in. */
const ENTRIES = [
  'packages/cli/**',
  'packages/*/src/**/entry*.ts',
  'packages/runtime/src/lambda.ts',
  'packages/runtime/src/batch.ts',
  'packages/runtime/src/worker.ts',
];

const AWS_SDK = {
  group: ['@aws-sdk/*', '@smithy/*', 'aws-sdk'],
  message: 'AWS clients live in store/s3, metadata-dynamodb, deploy, cli and testing alone.',
};
const LANGUAGE_ONLY = {
  regex: '^@flowmap/(?!asl/language$)',
  message: 'The engine knows the language and nothing else of flowmap: import @flowmap/asl/language.',
};

const PROCESS_ENV = { object: 'process', property: 'env', message: 'Take settings as arguments; entries read them.' };
const NO_DEFAULT_EXPORT = {
  selector: 'ExportDefaultDeclaration',
  message: 'Export by name; only flow files and configurations have a default export.',
};
const NO_CLOCK = {
  selector: "NewExpression[callee.name='Date'][arguments.length=0]",
  message: 'Take the time as an argument.',
};

const exported = [
  ...[
    'FunctionDeclaration',
    'TSDeclareFunction',
    'ClassDeclaration',
    'TSInterfaceDeclaration',
    'TSTypeAliasDeclaration',
  ].map((kind) => `ExportNamedDeclaration > ${kind}`),
  "ExportNamedDeclaration[declaration.type='VariableDeclaration']",
];

const nodeGlobals = Object.fromEntries(
  [
    'AbortController',
    'AbortSignal',
    'Buffer',
    'TextDecoder',
    'TextEncoder',
    'URL',
    'clearInterval',
    'clearTimeout',
    'console',
    'fetch',
    'performance',
    'process',
    'setImmediate',
    'setInterval',
    'setTimeout',
    'structuredClone',
  ].map((name) => [name, 'readonly']),
);

/** Only tests go against the direction of the packages, and the project graph does not tell them from sources. */
const PAIRS = Object.keys(PACKAGES).flatMap((one, i, all) =>
  all.slice(i + 1).map((other) => [`@flowmap/${one}`, `@flowmap/${other}`]),
);

const boundaries = (depConstraints, options = {}) => [
  'error',
  {
    enforceBuildableLibDependency: false,
    ignoredCircularDependencies: PAIRS,
    allow: [],
    depConstraints,
    ...options,
  },
];

export default tseslint.config(
  {
    ignores: [
      '**/node_modules/**',
      '**/dist/**',
      '**/out-tsc/**',
      '**/coverage/**',
      '**/.flowmap/**',
      '.nx/**',
      'e2e/consumers/**',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
    },
  },
  { files: ['**/*.{js,mjs,cjs}'], languageOptions: { globals: nodeGlobals } },

  // ---- TypeScript, wherever it is
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }],
      // Functions that an author may take apart say `this: void`.
      '@typescript-eslint/no-invalid-void-type': ['error', { allowAsThisParameter: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // What comes in as JSON is checked although its type already promises it.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      // A port may be asynchronous where this implementation of it is not.
      '@typescript-eslint/require-await': 'off',
      // A type parameter used once is how the authoring API keeps a literal type.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
    },
  },

  // ---- sources of packages
  {
    files: ['packages/*/src/**/*.ts'],
    plugins: { '@nx': nx, jsdoc },
    rules: {
      '@nx/enforce-module-boundaries': boundaries(
        Object.entries(PACKAGES).map(([name, { imports }]) => ({
          sourceTag: `pkg:${name}`,
          onlyDependOnLibsWithTags: imports.map((other) => `pkg:${other}`),
        })),
      ),
      'jsdoc/require-jsdoc': [
        'error',
        {
          contexts: exported,
          enableFixer: false,
          exemptOverloadedImplementations: true,
          skipInterveningOverloadedDeclarations: true,
          require: { FunctionDeclaration: false },
        },
      ],
      'jsdoc/no-blank-blocks': 'error',
      'max-lines': ['error', { max: 500, skipBlankLines: true, skipComments: true }],
      'no-restricted-imports': ['error', { patterns: [AWS_SDK] }],
      'no-restricted-syntax': ['error', NO_DEFAULT_EXPORT],
    },
  },
  {
    files: ['packages/*/src/**/*.types.ts', 'packages/*/src/**/*.table.ts', 'packages/*/src/**/tables/**/*.ts'],
    rules: { 'max-lines': 'off' },
  },
  {
    files: ['packages/*/src/**/*.ts'],
    ignores: ENTRIES,
    rules: { 'no-console': 'error', 'no-restricted-properties': ['error', PROCESS_ENV] },
  },
  {
    files: PURE,
    rules: {
      'no-restricted-globals': [
        'error',
        { name: 'process', message: 'This package does not meet the process it runs in.' },
      ],
      'no-restricted-properties': [
        'error',
        PROCESS_ENV,
        { object: 'Date', property: 'now', message: 'Take the time as an argument.' },
        { object: 'Math', property: 'random', message: 'Take the source of randomness as an argument.' },
      ],
      'no-restricted-syntax': ['error', NO_DEFAULT_EXPORT, NO_CLOCK],
    },
  },
  {
    files: ['packages/engine/src/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: [AWS_SDK, LANGUAGE_ONLY] }] },
  },
  {
    files: [
      'packages/deploy/src/**/*.ts',
      'packages/metadata-dynamodb/src/**/*.ts',
      'packages/store/src/s3/**/*.ts',
      'packages/deploy/src/**/*.ts',
      'packages/cli/src/**/*.ts',
      'packages/testing/src/**/*.ts',
    ],
    rules: { 'no-restricted-imports': 'off' },
  },

  // A package outside of this workspace sees of ours what was built: its types are checked where it is installed, in e2e/.
  { files: ['examples/custom-strategy/**/*.ts'], extends: [tseslint.configs.disableTypeChecked] },

  // ---- tests
  {
    files: ['packages/*/test/**/*.ts'],
    plugins: { '@nx': nx },
    rules: {
      // A test may use any package, but nothing rests on the command line tool.
      '@nx/enforce-module-boundaries': boundaries(
        [
          {
            sourceTag: '/^pkg:(?!cli$)/',
            notDependOnLibsWithTags: ['pkg:cli'],
            onlyDependOnLibsWithTags: ['*'],
          },
          { sourceTag: 'pkg:cli', onlyDependOnLibsWithTags: ['*'] },
        ],
        { allowCircularSelfDependency: true, checkNestedExternalImports: false },
      ),
      'max-lines': ['error', { max: 800, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  // Type tests state types; the values in them are of no interest.
  {
    files: ['packages/*/test/types/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unused-vars': 'off',
      '@typescript-eslint/no-unused-expressions': 'off',
      '@typescript-eslint/no-floating-promises': 'off',
    },
  },
);
