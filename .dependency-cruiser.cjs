// "Who may import whom" of the design, one rule per row. Tests and the composition roots
// (app/boot, engine/cli) may import anything.

const TEST = '(\\.test\\.tsx?$|\\.test-d\\.ts$|/testing/)';
const PASSES = ['document', 'expression', 'sql', 'graph', 'logical', 'optimise', 'physical'];
const ALL_PASSES = `^engine/(${PASSES.join('|')})/`;
const OURS = '^(app|electron|engine|nodes|e2e)/';
const NPM = '(^|/)node_modules/';

// What passes may use of npm: pure functions, no I/O, no thread, no clock. Extend with care.
const PURE_PACKAGES = ['zod', '@guanmingchiu', '@noble/hashes', 'jsonc-parser', 'leven'];

const not = (...parts) => parts.filter((part) => part !== undefined);

/** `from` (tests exempt) may import of our own folders only `allowed`. */
function onlyOurs(name, comment, from, allowed) {
  return {
    name,
    comment,
    severity: 'error',
    from: { path: from, pathNot: TEST },
    to: { path: OURS, pathNot: not(...allowed) },
  };
}

/** `from` (tests exempt) may import of npm only the packages named. */
function onlyPackages(name, comment, from, packages) {
  return {
    name,
    comment,
    severity: 'error',
    from: { path: from, pathNot: TEST },
    to: { path: NPM, pathNot: not(...packages.map((p) => `node_modules/${p}/`)) },
  };
}

function noBuiltins(name, comment, from) {
  return {
    name,
    comment,
    severity: 'error',
    from: { path: from, pathNot: TEST },
    to: { dependencyTypes: ['core'] },
  };
}

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'No cycles anywhere, type imports included: a cycle is two modules that are one.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolvable',
      comment: 'An import must resolve.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '\\?(url|raw|worker|inline)' },
    },
    {
      name: 'no-dev-dependencies-shipped',
      comment: 'What ships to users may not import a dev dependency.',
      severity: 'error',
      from: { path: '^(app|electron|engine|nodes)/', pathNot: TEST },
      // Electron is what the desktop app runs in.
      to: {
        path: NPM,
        pathNot: 'node_modules/electron/',
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only'],
      },
    },

    // engine/contract
    onlyOurs(
      'contract-is-the-floor',
      'engine/contract imports nothing of ours.',
      '^engine/contract/',
      ['^engine/contract/'],
    ),
    onlyPackages(
      'contract-imports-zod-only',
      'engine/contract imports zod only.',
      '^engine/contract/',
      ['zod'],
    ),

    // document -> expression -> sql -> graph -> logical -> optimise -> physical (docs/adr/0007)
    ...PASSES.map((pass, index) =>
      onlyOurs(
        `${pass}-imports-what-stands-left`,
        `engine/${pass} imports the contract and the passes to its left.`,
        `^engine/${pass}/`,
        ['^engine/contract/', `^engine/(${PASSES.slice(0, index + 1).join('|')})/`],
      ),
    ),
    onlyPackages(
      'passes-are-pure-of-packages',
      'Passes use only packages of pure functions; DuckDB is injected, Arrow and workers stay out.',
      ALL_PASSES,
      PURE_PACKAGES,
    ),
    noBuiltins(
      'pure-of-node',
      'Contract, passes, values, exports, the job model and nodes run anywhere: no Node module.',
      `^(engine/(contract|values|compare|export|${PASSES.join('|')})|nodes)/`,
    ),

    // engine/run
    onlyOurs(
      'run-imports-passes-and-contract',
      'engine/run imports the passes, contract, sources (pure), export, plans for clusters and types of worker and runtime.',
      '^engine/run/',
      ['^engine/(run|contract|export|remote/spark-plan|worker|runtime|sources)/', ALL_PASSES],
    ),
    {
      name: 'run-imports-only-types-of-worker',
      comment: 'The coordinator talks to workers; it never runs their code in its own thread.',
      severity: 'error',
      from: { path: '^engine/run/', pathNot: TEST },
      to: { path: '^engine/(worker|runtime)/', dependencyTypesNot: ['type-only'] },
    },
    onlyPackages('run-imports-comlink', 'Of npm, engine/run imports comlink.', '^engine/run/', [
      'comlink',
    ]),

    // engine/worker, engine/sources, engine/runtime
    onlyOurs(
      'worker-imports-contract-and-sources',
      'engine/worker imports the contract and engine/sources; SQL arrives as text.',
      '^engine/worker/(?!.*\\.worker\\.ts$)',
      ['^engine/(worker|contract|sources)/', '^engine/runtime/runtime\\.ts$'],
    ),
    onlyOurs(
      'worker-entries-choose-a-runtime',
      'A *.worker.ts is where a thread starts: it alone also imports engine/runtime.',
      '^engine/worker/.*\\.worker\\.ts$',
      ['^engine/(worker|contract|sources|runtime)/'],
    ),
    onlyOurs(
      'sources-import-contract',
      'engine/sources imports the contract.',
      '^engine/sources/',
      ['^engine/(sources|contract)/'],
    ),
    onlyOurs(
      'runtime-imports-contract-and-worker',
      'engine/runtime imports the contract and what it starts.',
      '^engine/runtime/',
      ['^engine/(runtime|contract|worker|sources)/'],
    ),

    // engine/native
    onlyOurs(
      'native-imports-worker-and-duckdb-export',
      'engine/native, native DuckDB behind the task interface, imports the contract, what the wasm workers are made of, and how exports write files.',
      '^engine/native/',
      [
        '^engine/(native|contract|worker|sources)/',
        '^engine/expression/quote\\.ts$',
        '^engine/export/duckdb/(copy|written-columns)\\.ts$',
        '^engine/runtime/(runtime|node-output|node-worker-runtime|native-thread|statement-gate)\\.ts$',
      ],
    ),

    // engine/values
    onlyOurs(
      'values-import-contract-and-arrow-streams',
      'engine/values imports the contract and the decoder of Arrow streams.',
      '^engine/values/',
      ['^engine/(values|contract)/', '^engine/worker/arrow/'],
    ),
    onlyPackages('values-import-arrow', 'Of npm, engine/values imports Arrow.', '^engine/values/', [
      'apache-arrow',
    ]),

    // engine/compare
    onlyOurs(
      'compare-imports-contract-and-values',
      'engine/compare, what differs between rows, imports the contract and values.',
      '^engine/compare/',
      ['^engine/(compare|contract|values)/'],
    ),

    // engine/export, engine/remote
    onlyOurs(
      'targets-consume-the-ir',
      'engine/export and engine/remote import contract, document, expression, logical, sql and spark.',
      '^engine/(export|remote)/',
      ['^engine/(contract|document|expression|logical|spark|sql)/', '^engine/$1/'],
    ),
    onlyOurs(
      'spark-connect-stands-alone',
      'engine/remote/spark-connect, the client of the protocol, imports the contract.',
      '^engine/remote/spark-connect/',
      ['^engine/(contract|remote/spark-connect)/'],
    ),
    onlyPackages(
      'spark-connect-imports-grpc-and-protobuf',
      'Of npm, engine/remote/spark-connect imports gRPC and protobuf.',
      '^engine/remote/spark-connect/',
      ['@grpc/grpc-js', '@bufbuild/protobuf'],
    ),
    onlyOurs(
      'spark-imports-the-passes-before',
      "engine/spark, the plan in Spark's terms, imports contract, expression, logical and sql.",
      '^engine/spark/',
      ['^engine/(contract|expression|logical|spark|sql)/'],
    ),

    {
      name: 'engine-never-imports-nodes',
      comment: 'The registry is passed in: only the composition root engine/cli may import nodes.',
      severity: 'error',
      from: { path: '^engine/', pathNot: ['^engine/cli/', TEST] },
      to: { path: '^(nodes|app|electron|e2e)/' },
    },
    {
      name: 'nothing-imports-the-cli',
      comment: 'engine/cli is a root; what others need belongs below it.',
      severity: 'error',
      from: { path: OURS, pathNot: ['^engine/cli/', '^e2e/', TEST] },
      to: { path: '^engine/cli/' },
    },

    // nodes
    onlyOurs(
      'node-imports-contract-and-define-node',
      'A node folder imports engine/contract and nodes/define-node; never a sibling or a pass.',
      '^nodes/([^/]+/[^/]+)/',
      ['^engine/contract/', '^nodes/define-node\\.ts$', '^nodes/$1/'],
    ),
    onlyOurs(
      'nodes-import-contract',
      'nodes/define-node and nodes/registry import engine/contract and nodes.',
      '^nodes/[^/]+\\.ts$',
      ['^engine/contract/', '^nodes/'],
    ),
    onlyPackages(
      'nodes-import-zod',
      'Nodes are plain data and pure functions: zod only.',
      '^nodes/',
      ['zod'],
    ),

    // app
    onlyOurs(
      'features-never-import-each-other',
      'app/<feature> imports contract, document, values, what an export is, the functions people may call and how names are quoted, nodes/registry and app/{document,session,platform,ui}.',
      '^app/(?!(?:boot|document|session|platform|ui)/)([^/]+)/',
      [
        '^engine/(contract|document|values)/',
        '^engine/expression/(functions/|quote\\.ts$)',
        '^engine/export/project\\.ts$',
        '^nodes/registry\\.ts$',
        '^nodes/.*\\.md$',
        '^app/(document|session|platform|ui)/',
        '^app/$1/',
      ],
    ),
    // What features share, from the floor up: ui and document, then platform, then session.
    ...[
      ['ui', []],
      ['document', []],
      ['platform', ['document', 'ui']],
      ['session', ['document', 'platform']],
    ].map(([part, below]) =>
      onlyOurs(
        `app-${part}-is-below-the-features`,
        `app/${part} imports contract, document, values, what an export is, and what is below it.`,
        `^app/${part}/`,
        [
          '^engine/(contract|document|values)/',
          '^engine/export/project\\.ts$',
          // Types: how an engine is asked, in the tab as on the computer.
          ...(part === 'session' ? ['^engine/run/engine-questions\\.ts$'] : []),
          ...[part, ...below].map((name) => `^app/${name}/`),
          ...(part === 'platform' ? ['^electron/host/api/'] : []),
        ],
      ),
    ),
    {
      name: 'react-flow-lives-in-canvas',
      comment: 'React Flow lives in app/canvas and nowhere else.',
      severity: 'error',
      from: { path: OURS, pathNot: '^app/canvas/' },
      to: { path: 'node_modules/@xyflow/' },
    },

    // electron
    onlyOurs(
      'electron-shell-imports',
      'electron/main and preload import ipc-contract, policies, shell and host.',
      '^electron/(main|preload)\\.ts$',
      ['^electron/(ipc-contract|policies)\\.ts$', '^electron/(shell|host)/'],
    ),
    onlyOurs(
      'shell-imports-host-and-what-menus-say',
      'electron/shell imports ipc-contract, policies, host, errors, and of the studio its texts and shortcuts.',
      '^electron/shell/',
      [
        '^electron/(ipc-contract|policies)\\.ts$',
        '^electron/(shell|host)/',
        '^engine/contract/',
        '^app/.*\\.en\\.ts$',
        '^app/session/shortcuts\\.ts$',
      ],
    ),
    {
      name: 'electron-in-main-and-preload-only',
      comment:
        "Where Electron's binary is absent, loading the package throws: its types elsewhere.",
      severity: 'error',
      from: { path: OURS, pathNot: '^electron/(main|preload)\\.ts$' },
      to: { path: 'node_modules/electron/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'policies-and-ipc-contract-are-pure',
      comment:
        'electron/policies and ipc-contract are decisions and names: nothing of ours, no package.',
      severity: 'error',
      from: { path: '^electron/(policies|ipc-contract)\\.ts$' },
      to: { path: [OURS, NPM] },
    },
    onlyOurs(
      'host-api-is-a-contract',
      'electron/host/api, which the studio imports too, knows the contract and what an export is.',
      '^electron/host/api/',
      ['^electron/host/api/', '^engine/contract/', '^engine/export/project\\.ts$'],
    ),
    onlyPackages(
      'host-api-imports-zod-and-msgpack',
      'Of npm, electron/host/api imports zod and MessagePack.',
      '^electron/host/api/',
      ['zod', '@msgpack/msgpack'],
    ),
    noBuiltins(
      'host-api-is-pure-of-node',
      'electron/host/api runs in the page too: no Node module.',
      '^electron/host/api/',
    ),
    onlyOurs(
      'host-services-import-contract-and-runtime',
      'The services of electron/host import the contract, the file format, what Node is to the engine and the model of pushes.',
      '^electron/host/(?!(?:api|clusters|engine|http)/)',
      ['^electron/host/', '^engine/(contract|document|runtime)/', '^engine/remote/jobs/'],
    ),
    onlyOurs(
      'host-clusters-import-the-model-of-pushes',
      'electron/host/clusters, what the studio and the command line do with clusters, imports the host, exports, plans for clusters and the types of the engine.',
      '^electron/host/clusters/',
      [
        '^electron/host/',
        '^engine/(compare|contract|document|export|remote|run|runtime)/',
        '^engine/values/rows\\.ts$',
      ],
    ),
    onlyOurs(
      'host-http-imports-contract',
      'electron/host/http, the mount over HTTP and WebSocket, imports the contract of the host.',
      '^electron/host/http/',
      ['^electron/host/(http|api)/', '^engine/contract/'],
    ),
    onlyOurs(
      'host-engine-imports-the-engine',
      'electron/host/engine puts the engine under the host: of ours, it may know all of it and the nodes.',
      '^electron/host/engine/',
      [
        '^electron/host/',
        '^engine/(contract|document|export|native|run|runtime)/',
        '^nodes/registry\\.ts$',
      ],
    ),
    {
      name: 'host-is-plain-node',
      comment: '`sluice serve` mounts electron/host too: no electron in it.',
      severity: 'error',
      from: { path: '^electron/host/', pathNot: TEST },
      to: { path: 'node_modules/electron/' },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    // Type imports count: the table is about who knows whom, not about what is bundled.
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.mts', '.d.ts', '.js', '.mjs', '.cjs', '.json'],
    },
    cache: { folder: '.cache/dependency-cruiser', strategy: 'content' },
  },
};
