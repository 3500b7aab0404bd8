/**
 * Connections to clusters: those of the environment, which come first and cannot be changed here, then
 * those of a file that people may write by hand. One that is wrong is said with its place, and stays.
 */
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import {
  type EngineFailure,
  operationalError,
  userError,
} from '../../../engine/contract/errors.ts';
import {
  connectionName,
  type SparkConnection,
  sparkConnection,
} from '../../../engine/contract/spark-connection.ts';
import { parseConnectionText } from '../../../engine/remote/jobs/connection-text.ts';
import { notWritten, writeWhole } from '../files/write-whole.ts';

export interface NamedConnection {
  readonly name: string;
  readonly connection: SparkConnection;
  readonly kept: 'file' | 'environment';
}

export interface ConnectionStore {
  /** Where the file is, for messages. */
  readonly path: string;
  /** By name. */
  readonly list: () => Promise<NamedConnection[]>;
  /** Throws user `connection-missing`. */
  readonly get: (name: string) => Promise<SparkConnection>;
  readonly put: (name: string, connection: SparkConnection) => Promise<void>;
  readonly remove: (name: string) => Promise<void>;
}

export interface ConnectionOptions {
  readonly directory: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const PREFIX = 'SLUICE_CONNECTION_';

/** `my-lab` is `SLUICE_CONNECTION_MY_LAB`. */
const connectionVariable = (name: string): string =>
  `${PREFIX}${name.toUpperCase().replaceAll('-', '_')}`;

const whole = z.strictObject({
  version: z.literal(1),
  connections: z.record(connectionName, sparkConnection),
});

export function createConnections({ directory, env }: ConnectionOptions): ConnectionStore {
  const path = join(directory, 'connections.json');
  const fromEnvironment = (name: string): SparkConnection | undefined => {
    const variable = connectionVariable(name);
    const text = (env[variable] ?? '').trim();
    return text === '' ? undefined : parseConnectionText(text, variable).connection;
  };
  const changeable = (name: string): void => {
    if ((env[connectionVariable(name)] ?? '').trim() !== '') throw inEnvironment(name);
  };
  const read = async (): Promise<Readonly<Record<string, SparkConnection>>> => {
    const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ENOENT') return undefined;
      throw unreadable(path, cause);
    });
    return text === undefined ? {} : parseFile(text, path);
  };
  const write = async (connections: Readonly<Record<string, SparkConnection>>): Promise<void> => {
    const text = `${JSON.stringify({ version: 1, connections }, undefined, 2)}\n`;
    try {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    } catch (cause) {
      throw notWritten(path, cause);
    }
    await writeWhole(path, text, { replace: true, named: path, mode: 0o600 });
  };

  return {
    path,
    list: async () => {
      const names = Object.keys(env)
        .filter((key) => key.startsWith(PREFIX) && (env[key] ?? '').trim() !== '')
        .map((key) => key.slice(PREFIX.length).toLowerCase());
      const given = names.map((name) => ({
        name,
        connection: fromEnvironment(name) as SparkConnection,
        kept: 'environment' as const,
      }));
      const shadowed = new Set(names.map(connectionVariable));
      const own = Object.entries(await read())
        .filter(([name]) => !shadowed.has(connectionVariable(name)))
        .map(([name, connection]) => ({ name, connection, kept: 'file' as const }));
      return [...given, ...own].sort((a, b) => (a.name < b.name ? -1 : 1));
    },
    get: async (name) => {
      const given = fromEnvironment(name);
      if (given !== undefined) return given;
      const all = await read();
      const found = Object.hasOwn(all, name) ? all[name] : undefined;
      if (found === undefined) throw missing(name, Object.keys(all));
      return found;
    },
    put: async (name, connection) => {
      changeable(name);
      await write({ ...(await read()), [connectionName.parse(name)]: connection });
    },
    remove: async (name) => {
      changeable(name);
      const { [name]: gone, ...others } = await read();
      if (gone === undefined) throw missing(name, Object.keys(others));
      await write(others);
    },
  };
}

function parseFile(text: string, path: string): Readonly<Record<string, SparkConnection>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw invalidFile(path, `it is no JSON: ${(cause as Error).message}`);
  }
  const parsed = whole.safeParse(value);
  if (parsed.success) return parsed.data.connections;
  const [issue] = parsed.error.issues;
  throw invalidFile(path, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'wrong'}`);
}

const invalidFile = (path: string, what: string): EngineFailure =>
  userError('connections-invalid', `${path} is not understood: ${what}.`, {
    hint: 'Correct it, as docs/cluster.md has it. Nothing in it was changed.',
    location: { file: path },
  });

const unreadable = (path: string, cause: unknown): EngineFailure =>
  operationalError('file-unreadable', `${path} cannot be read.`, {
    hint: 'Check that you may read the file and its folder.',
    detail: String(cause),
  });

const missing = (name: string, others: readonly string[]): EngineFailure =>
  userError('connection-missing', `There is no connection named ${name}.`, {
    hint:
      others.length === 0
        ? `Add one: sluice connections add ${name} sc://host:15002, or set ${connectionVariable(name)}.`
        : `There are: ${[...others].sort().join(', ')}. Or add it: sluice connections add ${name} sc://host:15002.`,
  });

const inEnvironment = (name: string): EngineFailure =>
  userError('connection-in-environment', `${name} comes from ${connectionVariable(name)}.`, {
    hint: 'Choose another name, or start Sluice without the variable.',
  });
