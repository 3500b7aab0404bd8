// Writes engine/remote/spark-connect/generated: TypeScript of the messages of Spark Connect, from the
// serialised descriptors that PySpark of the pinned version holds.
// Usage: node .ci/generate-spark-connect.mjs [--check]   (--check: writes nothing, fails if a byte differs)
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { create, fromBinary, fromJson, toBinary } from '@bufbuild/protobuf';
import {
  CodeGeneratorRequestSchema,
  CodeGeneratorResponseSchema,
  FileDescriptorProtoSchema,
  file_google_protobuf_any,
  file_google_protobuf_duration,
  file_google_protobuf_timestamp,
} from '@bufbuild/protobuf/wkt';
import { ensureSpark, sparkPython } from './ensure-spark.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const TARGET = resolve(ROOT, 'engine/remote/spark-connect/generated');
const PLUGIN = resolve(ROOT, 'node_modules/@bufbuild/protoc-gen-es/bin/protoc-gen-es');
// Enums as objects, since our TypeScript is erasable; no source comments, since the descriptors have none.
const OPTIONS = 'target=ts,import_extension=ts,erasable_syntax=true';
const HEADER =
  '// Licensed to the Apache Software Foundation under the Apache License 2.0: generated from its descriptors.\n';

// Each file before those that import it; `base` imports all of them.
const MODULES = [
  'common',
  'types',
  'expressions',
  'catalog',
  'ml_common',
  'relations',
  'ml',
  'pipelines',
  'commands',
  'base',
];

const WELL_KNOWN = [
  file_google_protobuf_any,
  file_google_protobuf_duration,
  file_google_protobuf_timestamp,
];

// Reads the bytes without running the module, which needs the protobuf package.
const READ_DESCRIPTORS = `
import ast, base64, importlib.util, json, pathlib, sys
folder = pathlib.Path(importlib.util.find_spec('pyspark').origin).parent / 'sql/connect/proto'
def descriptor(name):
    for node in ast.walk(ast.parse((folder / f'{name}_pb2.py').read_text())):
        if isinstance(node, ast.Call) and getattr(node.func, 'attr', '') == 'AddSerializedFile':
            return base64.b64encode(node.args[0].value).decode()
    raise SystemExit(f'no descriptor in {name}_pb2.py')
print(json.dumps([descriptor(name) for name in sys.argv[1:]]))
`;

const text = (name, number) => ({ name, number, type: 'TYPE_STRING', label: 'LABEL_OPTIONAL' });
const message = (name, number, typeName, label = 'LABEL_OPTIONAL') => ({
  name,
  number,
  label,
  type: 'TYPE_MESSAGE',
  typeName,
});

// What gRPC sends with an error (google/rpc/status.proto and error_details.proto): the parts Spark uses.
const RPC_ERRORS = {
  name: 'google/rpc/errors.proto',
  package: 'google.rpc',
  syntax: 'proto3',
  dependency: ['google/protobuf/any.proto', 'google/protobuf/duration.proto'],
  messageType: [
    {
      name: 'Status',
      field: [
        { name: 'code', number: 1, type: 'TYPE_INT32', label: 'LABEL_OPTIONAL' },
        text('message', 2),
        message('details', 3, '.google.protobuf.Any', 'LABEL_REPEATED'),
      ],
    },
    { name: 'RetryInfo', field: [message('retry_delay', 1, '.google.protobuf.Duration')] },
    {
      name: 'ErrorInfo',
      field: [
        text('reason', 1),
        text('domain', 2),
        message('metadata', 3, '.google.rpc.ErrorInfo.MetadataEntry', 'LABEL_REPEATED'),
      ],
      nestedType: [
        {
          name: 'MetadataEntry',
          options: { mapEntry: true },
          field: [text('key', 1), text('value', 2)],
        },
      ],
    },
  ],
};

/** @returns {Map<string, string>} path below `generated` to content */
export function generateSparkConnect() {
  const files = [
    fromJson(FileDescriptorProtoSchema, RPC_ERRORS),
    ...readDescriptors().map((bytes) => fromBinary(FileDescriptorProtoSchema, bytes)),
  ];
  const request = create(CodeGeneratorRequestSchema, {
    fileToGenerate: files.map((file) => file.name),
    parameter: OPTIONS,
    protoFile: [...WELL_KNOWN.map(({ proto }) => proto), ...files],
  });
  const answer = run(process.execPath, [PLUGIN], toBinary(CodeGeneratorRequestSchema, request));
  const response = fromBinary(CodeGeneratorResponseSchema, answer);
  if (response.error) throw new Error(`protoc-gen-es: ${response.error}`);
  return new Map(response.file.map((file) => [file.name, HEADER + file.content]));
}

function readDescriptors() {
  const answer = run(sparkPython(), ['-c', READ_DESCRIPTORS, ...MODULES]);
  return JSON.parse(answer.toString()).map((base64) => Buffer.from(base64, 'base64'));
}

function run(command, args, input) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    input,
    maxBuffer: 64 * 2 ** 20,
  });
  if (status !== 0) throw new Error(`${command} failed: ${error?.message ?? stderr}`);
  return stdout;
}

/** The paths below `generated` that are missing, differ or should not be there. */
export function differsFromCommitted(files = generateSparkConnect()) {
  const committed = existsSync(TARGET)
    ? readdirSync(TARGET, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => relative(TARGET, join(entry.parentPath, entry.name)))
    : [];
  const read = (path) =>
    committed.includes(path) ? readFileSync(join(TARGET, path), 'utf8') : null;
  return [...new Set([...committed, ...files.keys()])].filter(
    (path) => read(path) !== files.get(path),
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  ensureSpark();
  const files = generateSparkConnect();
  if (process.argv.includes('--check')) {
    const differing = differsFromCommitted(files);
    if (differing.length > 0) {
      console.error(`differs from what PySpark's descriptors give: ${differing.join(', ')}`);
      process.exit(1);
    }
  } else {
    rmSync(TARGET, { recursive: true, force: true });
    for (const [path, content] of files) {
      mkdirSync(dirname(join(TARGET, path)), { recursive: true });
      writeFileSync(join(TARGET, path), content);
    }
  }
}
