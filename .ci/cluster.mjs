// `npm run cluster:up|down|status`: a Spark cluster on this machine, to develop with and to try.
// Usage: node .ci/cluster.mjs up|down|status [--workers N] [--cores N] [--memory MB] [--port N]
//          [--master-port N] [--ui-port N] [--storage FOLDER] [--conf NAME=VALUE]...
// Ports are free ones where none is given. A token that clients must have is taken from
// SPARK_CONNECT_AUTHENTICATE_TOKEN.
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { clusterStatus, readCluster, startCluster, stopCluster } from './spark-cluster.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const FOLDER = resolve(ROOT, '.cache/cluster');

const OPTIONS = {
  workers: { type: 'string', default: '2' },
  cores: { type: 'string', default: '1' },
  memory: { type: 'string', default: '1024' },
  port: { type: 'string', default: '0' },
  'master-port': { type: 'string', default: '0' },
  'ui-port': { type: 'string', default: '0' },
  storage: { type: 'string' },
  conf: { type: 'string', multiple: true, default: [] },
};

const COMMANDS = { up, down, status };

try {
  const { values, positionals } = parseArgs({ options: OPTIONS, allowPositionals: true });
  const [name, ...more] = positionals;
  if (!Object.hasOwn(COMMANDS, name ?? '') || more.length > 0) {
    throw new Error('Say one of: up, down, status.');
  }
  process.exitCode = await COMMANDS[name](values);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

async function up(values) {
  const before = readCluster(FOLDER);
  if (before !== undefined) {
    console.log('A cluster was started before.');
    return status();
  }
  const started = performance.now();
  const cluster = await startCluster(settings(values));
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`The cluster is up (${seconds} s).`);
  print(cluster);
  return 0;
}

async function down() {
  if (readCluster(FOLDER) === undefined) {
    console.log('No cluster was started.');
    return 0;
  }
  const stopped = await stopCluster(FOLDER);
  const list = stopped.map(({ role, pid }) => `${role} (${pid})`).join(', ');
  console.log(stopped.length === 0 ? 'The cluster ran no more.' : `Stopped ${list}.`);
  return 0;
}

async function status() {
  const cluster = readCluster(FOLDER);
  if (cluster === undefined) {
    console.log('No cluster was started. Start one: npm run cluster:up');
    return 1;
  }
  const { processes, answers } = await clusterStatus(cluster);
  for (const { role, pid, alive, log } of processes) {
    console.log(`${role.padEnd(10)} ${alive ? `runs (${pid})` : `has stopped; its log: ${log}`}`);
  }
  if (answers && processes.every(({ alive }) => alive)) {
    print(cluster);
    return 0;
  }
  console.log(`${answers ? '' : 'The Connect server does not answer. '}Start the cluster anew:`);
  console.log('npm run cluster:down && npm run cluster:up');
  return 1;
}

function print({ connect, master, masterUi, sparkUi, storage, authenticated, workers, cores }) {
  console.log(`connect    sc://${connect.host}:${connect.port}${authenticated ? ' (token)' : ''}`);
  console.log(`master     ${master}`);
  console.log(`pages      ${masterUi} (cluster), ${sparkUi} (jobs)`);
  console.log(`storage    ${storage} (all processes see it)`);
  console.log(`size       ${workers} workers of ${cores} core(s)`);
}

function settings(values) {
  const token = process.env['SPARK_CONNECT_AUTHENTICATE_TOKEN'];
  return {
    folder: FOLDER,
    workers: whole('workers', values.workers),
    cores: whole('cores', values.cores),
    memoryMb: whole('memory', values.memory),
    ports: {
      connect: whole('port', values.port),
      master: whole('master-port', values['master-port']),
      masterUi: whole('ui-port', values['ui-port']),
    },
    conf: Object.fromEntries(values.conf.map(nameAndValue)),
    ...(values.storage === undefined ? {} : { storage: values.storage }),
    ...(token === undefined ? {} : { token }),
  };
}

function whole(name, text) {
  if (!/^\d+$/.test(text)) throw new Error(`--${name} takes a whole number, and not ${text}.`);
  return Number(text);
}

function nameAndValue(text) {
  const at = text.indexOf('=');
  if (at < 1) throw new Error(`--conf takes NAME=VALUE, and not ${text}.`);
  return [text.slice(0, at), text.slice(at + 1)];
}
