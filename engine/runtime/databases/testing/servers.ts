/** Real servers for tests: private instances on this computer, in a folder that goes with them. */
import type { ChildProcess } from 'node:child_process';
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { mariadbServer, postgresPrograms } from '../../../../.ci/ensure-databases.mjs';
import type { Credential, CredentialSource } from '../../../contract/credential.ts';
import { userError } from '../../../contract/errors.ts';

export interface TestServer {
  readonly credential: Credential;
  /** Ends the server at once, as a power cut would. */
  readonly kill: () => Promise<void>;
  /** Starts it again where it was. */
  readonly restart: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export const PASSWORD = "p'ss wörd-77";

/** A server refuses to be root. */
const isRoot = process.getuid?.() === 0;

function asUser(
  user: string,
  folder: string,
): (command: string, args: readonly string[]) => readonly [string, string[]] {
  if (!isRoot) return (command, args) => [command, [...args]];
  execFileSync('chown', ['-R', user, folder]);
  return (command, args) => [
    'setpriv',
    ['--reuid', user, '--regid', user, '--clear-groups', command, ...args],
  ];
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** A folder whose path is short enough for a socket in it. */
function makeFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `sluice-${name}-`));
  chmodSync(folder, 0o755);
  mkdirSync(join(folder, 'own'));
  return join(folder, 'own');
}

/** Ready when it says so. */
async function untilSaid(server: ChildProcess, text: RegExp): Promise<void> {
  let said = '';
  await new Promise<void>((resolve, reject) => {
    server.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (text.test(said)) resolve();
    });
    server.on('error', reject);
    server.on('exit', (code) => reject(new Error(`the server ended with code ${code}: ${said}`)));
  });
}

interface Program {
  readonly command: readonly [string, readonly string[]];
  readonly folder: string;
  readonly pidFile: string;
  readonly ready: RegExp;
  readonly killSignal: NodeJS.Signals;
  readonly stopSignal: NodeJS.Signals;
}

async function startServer(
  { command: [command, args], folder, pidFile, ready, killSignal, stopSignal }: Program,
  credential: Credential,
): Promise<TestServer> {
  const start = async (): Promise<ChildProcess> => {
    const started = spawn(command, [...args], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
    await untilSaid(started, ready);
    return started;
  };
  let server = await start();
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, 'exit');
    process.kill(Number(readFileSync(pidFile, 'utf8').split('\n')[0]), signal);
    await ended;
  };
  return {
    credential,
    kill: () => end(killSignal),
    restart: async () => {
      server = await start();
    },
    stop: async () => {
      await end(stopSignal);
      rmSync(join(folder, '..'), { recursive: true, force: true });
    },
  };
}

/** PostgreSQL with TLS by a certificate of its own. */
export async function startPostgres(): Promise<TestServer> {
  const bin = postgresPrograms();
  if (bin === undefined)
    throw new Error('no PostgreSQL: node .ci/ensure-test-tools.mjs installs it');
  const folder = makeFolder('pg');
  writeFileSync(join(folder, 'password'), PASSWORD);
  makeCertificate(folder);
  const run = asUser('postgres', folder);
  const data = join(folder, 'data');
  const [command, args] = run(`${bin}/initdb`, [
    '-D',
    data,
    '-U',
    'sluice',
    '-E',
    'UTF8',
    '--locale=C',
    '-A',
    'scram-sha-256',
    `--pwfile=${join(folder, 'password')}`,
    '--no-sync',
    '--no-instructions',
  ]);
  execFileSync(command, args, { stdio: 'pipe', cwd: folder });
  const port = await freePort();
  const options = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    fsync: 'off',
    ssl: 'on',
    ssl_cert_file: join(folder, 'cert.pem'),
    ssl_key_file: join(folder, 'key.pem'),
    log_min_messages: 'log',
  };
  const [program, given] = run(`${bin}/postgres`, [
    '-D',
    data,
    ...Object.entries(options).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ]);
  return startServer(
    {
      command: [program, given],
      folder,
      pidFile: join(data, 'postmaster.pid'),
      ready: /database system is ready to accept connections/,
      // Its processes end without a word; what they did is found out at the next start.
      killSignal: 'SIGQUIT',
      stopSignal: 'SIGINT',
    },
    {
      kind: 'postgres',
      host: '127.0.0.1',
      port,
      database: 'postgres',
      user: 'sluice',
      password: PASSWORD,
      tls: 'off',
    },
  );
}

export async function startMariadb(): Promise<TestServer> {
  const program = mariadbServer();
  if (program === undefined)
    throw new Error('no MariaDB: node .ci/ensure-test-tools.mjs installs it');
  const folder = makeFolder('my');
  const data = join(folder, 'data');
  writeFileSync(
    join(folder, 'init.sql'),
    `CREATE DATABASE IF NOT EXISTS sluice;\nCREATE USER IF NOT EXISTS sluice@'%' IDENTIFIED BY '${PASSWORD.replaceAll("'", "''")}';\nGRANT ALL ON *.* TO sluice@'%';\n`,
  );
  makeCertificate(folder);
  const run = asUser('mysql', folder);
  const [command, args] = run('mariadb-install-db', [
    '--no-defaults',
    `--datadir=${data}`,
    '--skip-test-db',
    '--auth-root-authentication-method=normal',
  ]);
  execFileSync(command, args, { stdio: 'pipe', cwd: folder });
  const port = await freePort();
  const [mariadbd, given] = run(program, [
    '--no-defaults',
    `--datadir=${data}`,
    `--port=${port}`,
    '--bind-address=127.0.0.1',
    `--socket=${join(folder, 's')}`,
    `--pid-file=${join(folder, 'pid')}`,
    `--init-file=${join(folder, 'init.sql')}`,
    '--skip-name-resolve',
    '--innodb-flush-log-at-trx-commit=2',
    '--innodb-buffer-pool-size=64M',
    '--character-set-server=utf8mb4',
    `--ssl-cert=${join(folder, 'cert.pem')}`,
    `--ssl-key=${join(folder, 'key.pem')}`,
  ]);
  return startServer(
    {
      command: [mariadbd, given],
      folder,
      pidFile: join(folder, 'pid'),
      ready: /ready for connections/,
      killSignal: 'SIGKILL',
      stopSignal: 'SIGTERM',
    },
    {
      kind: 'mysql',
      host: '127.0.0.1',
      port,
      database: 'sluice',
      user: 'sluice',
      password: PASSWORD,
      tls: 'off',
    },
  );
}

function makeCertificate(folder: string): void {
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '2',
      '-subj',
      '/CN=127.0.0.1',
      '-keyout',
      join(folder, 'key.pem'),
      '-out',
      join(folder, 'cert.pem'),
    ],
    { stdio: 'pipe' },
  );
  chmodSync(join(folder, 'key.pem'), 0o600);
}

export const credentialsOf = (known: Readonly<Record<string, Credential>>): CredentialSource => ({
  resolve: (name) => {
    const found = known[name];
    return found === undefined
      ? Promise.reject(userError('credential-missing', `There is no credential named ${name}.`))
      : Promise.resolve(found);
  },
});
