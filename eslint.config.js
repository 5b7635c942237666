import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** TypeScript only: the few scripts of the pages are served as they are. */
const imports = (files, patterns) => ({
  files: files.map((glob) => glob.replace(/\*\*$/, '**/*.ts')),
  rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] },
});
const forbid = (regex, message) => ({ regex, message, allowTypeImports: false });
const typesOnly = (regex, message) => ({ regex, message, allowTypeImports: true });

const namedExports = [
  { selector: 'ExportDefaultDeclaration', message: 'Export by name.' },
  { selector: 'ExportAllDeclaration', message: 'Name what is re-exported.' },
];
const noClock = [
  { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: 'Take the time as a parameter.' },
  { selector: 'MemberExpression[object.name="Date"][property.name="now"]', message: 'Take the time as a parameter.' },
  { selector: 'MemberExpression[object.property.name="Now"]', message: 'Take the time as a parameter.' },
  {
    selector: 'MemberExpression[object.name="Math"][property.name="random"]',
    message: 'Take the value as a parameter.',
  },
];

const noHost = ['Buffer', 'crypto', 'fetch', 'performance', 'process', 'setInterval'].map((name) => ({
  name,
  message: 'Not the same on every replay: ask an activity.',
}));

const rooms = (...names) => `/(${names.join('|')})/`;
const outside = [
  'activities',
  'workers',
  'api',
  'pages',
  'database',
  'ledger',
  'temporal',
  'intake',
  'letters',
  'reports',
  'calendars',
  'organisation',
];
const without = (...names) => outside.filter((name) => !names.includes(name));
const unshipped = forbid(rooms('local', 'test', 'bench'), 'nothing shipped imports what is not');

const workflowFences = [
  forbid(
    '^(?!@temporalio/(workflow|common)$|temporal-polyfill$|\\.)',
    'workflows/ import only the workflow SDK and domain/',
  ),
  forbid(rooms(...without('activities')), 'workflows/ know no process'),
  typesOnly('/activities/', 'workflows/ see the types of activities only'),
  unshipped,
];

export default defineConfig(
  { ignores: ['dist', 'coverage', '.duly', 'node_modules'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      'require-atomic-updates': 'error',
      'no-console': 'error',
      'no-restricted-properties': ['error', { object: 'process', property: 'env', message: 'Read it in config.ts.' }],
      'no-restricted-syntax': ['error', ...namedExports],
      'max-lines': ['warn', { max: 200, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['warn', { max: 60, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['**/config.ts', 'test/**', 'local/**', 'bench/**'],
    rules: { 'no-restricted-properties': 'off', 'max-lines-per-function': 'off' },
  },
  { files: ['local/**', 'bench/**', 'cli/**'], rules: { 'no-console': 'off' } },
  { files: ['domain/**', 'workflows/**'], rules: { 'no-restricted-globals': ['error', ...noHost] } },
  { files: ['domain/**'], rules: { 'no-restricted-syntax': ['error', ...namedExports, ...noClock] } },

  imports(
    ['domain/**'],
    [
      forbid('^(?!\\.\\.?/|temporal-polyfill$)', 'domain/ imports only domain/ and temporal-polyfill'),
      forbid(rooms('workflows', ...outside), 'domain/ imports only domain/'),
      unshipped,
    ],
  ),
  imports(['workflows/**'], workflowFences),
  imports(
    ['workflows/*.contract.ts'],
    [...workflowFences, typesOnly('^\\./', 'a contract carries no workflow code into the API')],
  ),
  imports(
    ['activities/**'],
    [
      forbid(rooms('workflows', 'workers', 'api', 'pages'), 'activities/ know neither cases at work nor processes'),
      unshipped,
    ],
  ),
  imports(
    ['temporal/**'],
    [
      forbid(rooms('workflows', 'activities', 'workers', 'api', 'pages'), 'temporal/ is beneath both processes'),
      unshipped,
    ],
  ),
  imports(
    ['database/**', 'ledger/**', 'telemetry/**', 'calendars/**', 'letters/**', 'reports/**', 'organisation/**'],
    [
      forbid(
        rooms('workflows', 'activities', 'workers', 'api', 'pages', 'intake', 'temporal'),
        'a store is beneath the processes',
      ),
      unshipped,
    ],
  ),
  imports(
    ['intake/**'],
    [
      forbid(rooms('activities', 'workers', 'api', 'pages'), 'intake/ registers cases through contracts'),
      typesOnly('/workflows/(?!.*\\.contract\\.js$)', 'intake/ imports contracts; workflow functions as types only'),
      unshipped,
    ],
  ),
  imports(
    ['api/**'],
    [
      typesOnly('/workflows/(?!.*\\.contract\\.js$)', 'api/ imports contracts; workflow functions as types only'),
      forbid(rooms('activities', 'workers'), 'api/ touches neither activities/ nor workers/'),
      unshipped,
    ],
  ),
  imports(['pages/**'], [forbid('^(?!(\\.\\.?/)+(domain/|[^/]+$)|\\./)', 'a page is computed from domain/ alone')]),
  imports(
    ['workers/**'],
    [forbid(rooms('workflows', 'api', 'pages'), 'workers/ receive workflows as a bundle'), unshipped],
  ),
);
