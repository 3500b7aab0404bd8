/** `sluice connections`: the clusters that pipelines can be pushed to. */
import { resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { clusterToken } from '../../../electron/host/api/cluster-methods.ts';
import { operationalError, userError } from '../../contract/errors.ts';
import {
  connectionName,
  type SparkConnection,
  sparkConnection,
} from '../../contract/spark-connection.ts';
import { tokenVariable } from '../../../electron/host/clusters/cluster-tokens.ts';
import { parseConnectionText } from '../../remote/jobs/connection-text.ts';
import type { CliHost } from '../host.ts';
import { EXIT } from '../host.ts';
import { formatColumns } from '../terminal/columns.ts';
import { formatCount } from '../terminal/format-amount.ts';
import { examples } from './shared-options.ts';

interface AddOptions {
  readonly caFile?: string;
  readonly share?: Readonly<Record<string, string>>;
  readonly output?: string;
  readonly cores?: number;
  readonly submit?: string;
  readonly sparkSubmit?: string;
  readonly conf?: Readonly<Record<string, string>>;
}

export const connectionsCommand = (host: CliHost, exit: (code: number) => void): Command =>
  new Command('connections')
    .description(
      'The clusters that pipelines can be pushed to. What is secret about them comes from the environment or the keyring: SLUICE_TOKEN_NAME is the token of the connection name, else the one that sluice connections token keeps.',
    )
    .addCommand(listCommand(host, exit))
    .addCommand(addCommand(host, exit))
    .addCommand(tokenCommand(host, exit))
    .addCommand(testCommand(host, exit))
    .addCommand(removeCommand(host, exit));

const listCommand = (host: CliHost, exit: (code: number) => void): Command =>
  new Command('ls')
    .description('List them.')
    .option('--json', 'print one JSON array')
    .action(async ({ json }: { json?: true }) => {
      const { connections } = await host.openCluster();
      const all = await connections.list();
      if (json === true) host.stdout.write(`${JSON.stringify(all, undefined, 2)}\n`);
      else if (all.length === 0) {
        host.stderr.write('There are none. Add one: sluice connections add NAME sc://host:15002\n');
      } else {
        const rows = all.map(({ name, connection, kept }) => [
          name,
          describeConnection(connection),
          kept === 'environment' ? 'from the environment' : '',
        ]);
        host.stdout.write(formatColumns(rows));
      }
      exit(EXIT.ok);
    });

const addCommand = (host: CliHost, exit: (code: number) => void): Command =>
  new Command('add')
    .description('Add a connection, or replace the one of that name.')
    .argument('<name>', 'small letters, digits, - and _')
    .argument(
      '<address>',
      "of the Spark Connect server, as Spark's clients write it: sc://host:15002/;use_ssl=true;user_id=me",
    )
    .option('--ca-file <file>', "certificates to trust instead of the system's")
    .addOption(
      new Option(
        '--share <folder=uri>',
        'a folder of this computer that the cluster sees too, and the URI that it has there; repeat it for several',
      ).argParser(parsePair),
    )
    .option('--output <uri>', 'where outputs with a relative path go (default: they are fetched)')
    .addOption(
      new Option('--cores <count>', 'cores of the cluster, for estimates').argParser(parseCores),
    )
    .option(
      '--submit <master>',
      'master that spark-submit hands programs to, for push --detach: spark://host:7077, yarn, k8s://...',
    )
    .option('--spark-submit <file>', 'the spark-submit to use (default: the one on PATH)')
    .addOption(
      new Option('--conf <key=value>', 'setting of spark-submit; repeat it for several').argParser(
        parsePair,
      ),
    )
    .addHelpText(
      'after',
      examples(
        ['sluice connections add lab sc://127.0.0.1:15002', 'a server on this computer'],
        [
          'sluice connections add farm "sc://spark.example:443/;use_ssl=true" --share /mnt/data=s3a://data --output s3a://results',
          'with storage that both sides see',
        ],
      ),
    )
    .action(async (name: string, address: string, options: AddOptions) => {
      const { connections } = await host.openCluster();
      const checked = connectionName.safeParse(name);
      if (!checked.success) throw badName(name);
      const connection = connectionOf(address, options, host.cwd);
      await connections.put(checked.data, connection);
      host.stdout.write(`${name}: ${describeConnection(connection)}, in ${connections.path}\n`);
      exit(EXIT.ok);
    });

const tokenCommand = (host: CliHost, exit: (code: number) => void): Command =>
  new Command('token')
    .description(
      'Keep the token of a connection in the keyring of this computer. It is read from standard input, or asked for without being shown.',
    )
    .argument('<name>', 'as connections ls has it')
    .option('--remove', 'take it out of the keyring instead')
    .addHelpText(
      'after',
      examples(
        ['sluice connections token farm', 'asks for it'],
        ['sluice connections token farm < token.txt', 'or takes it from a file'],
      ),
    )
    .action(async (name: string, { remove }: { remove?: true }) => {
      const { connections, tokens } = await host.openCluster();
      await connections.get(name);
      if (remove === true) {
        await tokens.remove(name);
        host.stdout.write(`${name}: no token is kept\n`);
        return exit(EXIT.ok);
      }
      if (!(await tokens.outlastsThis())) throw notKept(name);
      const token = clusterToken.safeParse(await host.readSecret(`Token of ${name}: `));
      if (!token.success) throw badToken();
      await tokens.put(name, token.data);
      host.stdout.write(`${name}: its token is kept in the keyring\n`);
      exit(EXIT.ok);
    });

const testCommand = (host: CliHost, exit: (code: number) => void): Command =>
  new Command('test')
    .description('Connect to a cluster as a push would, and say what answers.')
    .argument('<name>', 'as connections ls has it')
    .option('--json', 'print it as one JSON object')
    .action(async (name: string, { json }: { json?: true }) => {
      const cluster = await (await host.openCluster()).find(name);
      const { testCluster } = await import('../../../electron/host/clusters/test-cluster.ts');
      const told = await testCluster(cluster);
      const { version, milliseconds, cores, executors } = told;
      const size = [
        ...(cores === undefined ? [] : [formatCount(cores, 'core')]),
        ...(executors === undefined ? [] : [formatCount(executors, 'executor')]),
      ];
      host.stdout.write(
        json === true
          ? `${JSON.stringify(told)}\n`
          : `${name}: ${[`Spark ${version}`, `${milliseconds} ms`, ...size].join(', ')}\n`,
      );
      exit(EXIT.ok);
    });

const removeCommand = (host: CliHost, exit: (code: number) => void): Command =>
  new Command('rm')
    .description('Remove a connection, and its token.')
    .argument('<name>', 'as connections ls has it')
    .action(async (name: string) => {
      const { connections, tokens } = await host.openCluster();
      await connections.remove(name);
      await tokens.remove(name);
      exit(EXIT.ok);
    });

function connectionOf(address: string, options: AddOptions, cwd: string): SparkConnection {
  const { connection, token } = parseConnectionText(address, 'The address');
  if (token !== undefined) {
    throw userError('connection-token-visible', 'A token is not kept in the file of connections.', {
      hint: 'Leave it out, and keep it apart: sluice connections token NAME, or SLUICE_TOKEN_NAME in the environment.',
    });
  }
  const { caFile, share, output, cores, submit, sparkSubmit, conf } = options;
  const shared = Object.entries(share ?? {}).map(([folder, uri]) => [resolve(cwd, folder), uri]);
  const parsed = sparkConnection.safeParse({
    ...connection,
    ...(caFile === undefined ? {} : { caFile: resolve(cwd, caFile) }),
    shared: Object.fromEntries(shared),
    ...(output === undefined ? {} : { defaultSink: output }),
    ...(cores === undefined ? {} : { cores }),
    ...(submit === undefined
      ? {}
      : {
          submit: {
            master: submit,
            ...(sparkSubmit === undefined ? {} : { command: sparkSubmit }),
            conf: conf ?? {},
          },
        }),
  });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw userError('connection-invalid', `${issue?.path.join('.')}: ${issue?.message}`, {
    hint: 'See: sluice help connections add.',
  });
}

function parsePair(
  text: string,
  before: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('Write both sides of a =.');
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}

function parseCores(text: string): number {
  const cores = Number(text);
  if (/^\d{1,7}$/.test(text) && cores > 0) return cores;
  throw new InvalidArgumentError('Give a whole number from 1 on.');
}

/** `sc://host:port, TLS` */
export const describeConnection = ({ host, port, tls, user }: SparkConnection): string =>
  [
    `sc://${host.includes(':') ? `[${host}]` : host}:${port}`,
    ...(tls === 'verify' ? ['TLS'] : []),
    ...(user === undefined ? [] : [`as ${user}`]),
  ].join(', ');

const badToken = () =>
  userError('token-invalid', 'What was given is no token.', {
    hint: 'A token is one word of printable characters. Paste it whole, without quotes.',
  });

const notKept = (name: string) =>
  operationalError('token-not-kept', 'There is no keyring here that could keep a token.', {
    hint: `Give it in the environment: ${tokenVariable(name)}.`,
  });

const badName = (name: string) =>
  userError('connection-invalid', `"${name}" is no name of a connection.`, {
    hint: 'Use small letters, digits, _ and -, a letter first.',
  });
