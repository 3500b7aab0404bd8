// A real Spark cluster of separate processes on loopback: a standalone master, workers and a Connect
// server, from the pinned package. Used by `npm run cluster:up` and by the tests of the cluster.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http2 from 'node:http2';
import { join, resolve } from 'node:path';
import { ensureSpark } from './ensure-spark.mjs';
import { excerpt, isAlive, launchSpark, pause, stopProcess } from './spark-process.mjs';

const LOOPBACK = '127.0.0.1';

const MASTER_URL = /Starting Spark master at (spark:\/\/\S+)/;
const MASTER_UI = /Successfully started service 'MasterUI' on port (\d+)/;
const WORKER_READY = /Successfully registered with master/;
const CONNECT_PORT = /Spark Connect server started at: \S+:(\d+)/;
const SPARK_UI = /Successfully started service 'SparkUI' on port (\d+)/;

const DEFAULTS = {
  workers: 2,
  cores: 1,
  memoryMb: 1024,
  driverMemoryMb: 2048,
  ports: { master: 0, masterUi: 0, connect: 0 },
  conf: {},
  patienceMs: 180_000,
};

const stateFile = (folder) => join(folder, 'state.json');

/** What was started in `folder`, or undefined. */
export function readCluster(folder) {
  if (!existsSync(stateFile(folder))) return undefined;
  return JSON.parse(readFileSync(stateFile(folder), 'utf8'));
}

/**
 * Starts master, workers and Connect server; resolves when the Connect server answers and every
 * worker is registered. Whatever fails, nothing stays running.
 */
export async function startCluster(options) {
  const settings = { ...DEFAULTS, ...options, ports: { ...DEFAULTS.ports, ...options.ports } };
  if (process.platform === 'win32') {
    throw new Error('Spark starts from shell scripts; on Windows, run this within WSL.');
  }
  ensureSpark();
  const folder = resolve(settings.folder);
  rmSync(join(folder, 'logs'), { recursive: true, force: true });
  const storage = resolve(settings.storage ?? join(folder, 'storage'));
  for (const path of [join(folder, 'logs'), storage]) mkdirSync(path, { recursive: true });
  const cluster = {
    folder,
    storage,
    owner: process.pid,
    workers: settings.workers,
    cores: settings.cores,
    memoryMb: settings.memoryMb,
    driverMemoryMb: settings.driverMemoryMb,
    patienceMs: settings.patienceMs,
    conf: settings.conf,
    authenticated: settings.token !== undefined,
    processes: [],
  };
  try {
    await startMaster(cluster, settings.ports);
    for (let index = 1; index <= settings.workers; index++) spawnWorker(cluster, index);
    spawnConnect(cluster, settings.ports.connect, { token: settings.token });
    for (let index = 1; index <= settings.workers; index++) {
      await logged(cluster, `worker-${index}`, WORKER_READY);
    }
    await connectAnswers(cluster);
  } catch (error) {
    await stopCluster(folder);
    throw error;
  }
  return cluster;
}

async function startMaster(cluster, { master, masterUi }) {
  launch(cluster, 'master', [
    ...['bin/spark-class', 'org.apache.spark.deploy.master.Master', '--host', LOOPBACK],
    ...['--port', `${master}`, '--webui-port', `${masterUi}`],
  ]);
  const [, url] = await logged(cluster, 'master', MASTER_URL);
  const [, uiPort] = await logged(cluster, 'master', MASTER_UI);
  cluster.master = url;
  cluster.masterUi = `http://${LOOPBACK}:${uiPort}`;
  save(cluster);
}

function spawnWorker(cluster, index) {
  launch(cluster, `worker-${index}`, [
    ...['bin/spark-class', 'org.apache.spark.deploy.worker.Worker', cluster.master],
    ...['--host', LOOPBACK, '--port', '0', '--webui-port', '0'],
    ...['-c', `${cluster.cores}`, '-m', `${cluster.memoryMb}m`],
    ...['-d', join(cluster.folder, 'work', `worker-${index}`)],
  ]);
}

function spawnConnect(cluster, port, { token, conf }) {
  const settings = {
    'spark.driver.host': LOOPBACK,
    'spark.driver.bindAddress': LOOPBACK,
    'spark.driver.maxResultSize': '4g',
    'spark.executor.cores': `${cluster.cores}`,
    'spark.executor.memory': `${cluster.memoryMb}m`,
    'spark.sql.shuffle.partitions': `${2 * cluster.workers * cluster.cores}`,
    'spark.sql.catalogImplementation': 'in-memory',
    'spark.sql.warehouse.dir': `file:${join(cluster.storage, 'warehouse')}`,
    'spark.ui.port': '0',
    'spark.connect.grpc.binding.address': LOOPBACK,
    'spark.connect.grpc.binding.port': `${port}`,
    ...cluster.conf,
    ...conf,
  };
  launch(
    cluster,
    'connect',
    [
      ...['bin/spark-submit', '--master', cluster.master, '--name', 'Spark Connect'],
      ...['--class', 'org.apache.spark.sql.connect.service.SparkConnectServer'],
      ...Object.entries(settings).flatMap(([name, value]) => ['--conf', `${name}=${value}`]),
      'spark-internal',
    ],
    {
      // Of this class spark-submit takes the heap from here, not from --driver-memory.
      SPARK_DAEMON_MEMORY: `${cluster.driverMemoryMb}m`,
      // In the environment, since everybody can read a command line.
      ...(token === undefined ? {} : { SPARK_CONNECT_AUTHENTICATE_TOKEN: token }),
    },
  );
}

async function connectAnswers(cluster) {
  const [, port] = await logged(cluster, 'connect', CONNECT_PORT);
  const [, uiPort] = await logged(cluster, 'connect', SPARK_UI);
  cluster.connect = { host: LOOPBACK, port: Number(port) };
  cluster.sparkUi = `http://${LOOPBACK}:${uiPort}`;
  save(cluster);
  await until(cluster, 'connect', () => answersGrpc(cluster.connect));
}

/**
 * Starts the Connect server of a running cluster again, at the port that it had.
 * @param options.conf beside what the cluster was started with
 */
export async function startConnect(folder, { token, conf } = {}) {
  const cluster = running(folder);
  spawnConnect(cluster, cluster.connect.port, { token, conf });
  await connectAnswers(cluster);
  return cluster;
}

/** Starts a worker again that was stopped; resolves when the master knows it. */
export async function startWorker(folder, index) {
  const cluster = running(folder);
  spawnWorker(cluster, index);
  await logged(cluster, `worker-${index}`, WORKER_READY);
  return cluster;
}

/** Stops one process, a worker's executors with it; `SIGKILL` as a machine that is lost. */
export async function stopRole(folder, role, signal = 'SIGTERM') {
  const cluster = running(folder);
  const found = cluster.processes.find((one) => one.role === role);
  if (found === undefined) throw new Error(`The cluster has no process ${role}.`);
  await stopProcess(found, signal);
  cluster.processes = cluster.processes.filter((one) => one !== found);
  save(cluster);
}

/** Stops what was started in `folder`, and nothing else; returns what was running. */
export async function stopCluster(folder) {
  const cluster = readCluster(folder);
  if (cluster === undefined) return [];
  const stopped = cluster.processes.filter(isAlive);
  const [connect, others] = [stopped.filter(isConnect), stopped.filter((one) => !isConnect(one))];
  // The Connect server first: it says good-bye to the master.
  await Promise.all(connect.map((one) => stopProcess(one, 'SIGTERM')));
  await Promise.all(others.map((one) => stopProcess(one, 'SIGTERM')));
  for (const path of ['work', 'local']) {
    rmSync(join(cluster.folder, path), { recursive: true, force: true });
  }
  rmSync(stateFile(cluster.folder), { force: true });
  return stopped;
}

const isConnect = ({ role }) => role === 'connect';

function running(folder) {
  const cluster = readCluster(folder);
  if (cluster === undefined) throw new Error(`No cluster was started in ${folder}.`);
  return cluster;
}

/** Every process with whether it runs, and whether the Connect server answers. */
export async function clusterStatus(cluster) {
  const processes = cluster.processes.map((one) => ({ ...one, alive: isAlive(one) }));
  return { processes, answers: await answersGrpc(cluster.connect) };
}

/** Whether a gRPC service answers there; a method that does not exist asks it nothing. */
export function answersGrpc(address) {
  if (address === undefined) return Promise.resolve(false);
  return new Promise((done) => {
    const session = http2.connect(`http://${address.host}:${address.port}`);
    const finish = (answers) => {
      session.destroy();
      done(answers);
    };
    session.setTimeout(5_000, () => finish(false));
    session.on('error', () => finish(false));
    const request = session.request({
      ':method': 'POST',
      ':path': '/spark.connect.SparkConnectService/IsThereAnybody',
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    request.on('error', () => finish(false));
    request.on('response', (headers) =>
      finish(String(headers['content-type']).startsWith('application/grpc')),
    );
    request.end();
  });
}

function launch(cluster, role, command, env = {}) {
  const daemon = {
    SPARK_LOCAL_IP: LOOPBACK,
    SPARK_DAEMON_MEMORY: '256m',
    // The first would take a fixed port for submissions that nobody here makes; the others save
    // processor time of processes that do little.
    SPARK_DAEMON_JAVA_OPTS:
      '-Dspark.master.rest.enabled=false -XX:+UseSerialGC -XX:TieredStopAtLevel=1',
  };
  const { folder } = cluster;
  const started = launchSpark({ folder, role, command, env: { ...daemon, ...env } });
  cluster.processes = [...cluster.processes.filter((one) => one.role !== role), started];
  save(cluster);
}

function save(cluster) {
  const file = stateFile(cluster.folder);
  writeFileSync(file, `${JSON.stringify(cluster, undefined, 2)}\n`, { mode: 0o600 });
}

/** Waits for a line in the log of a process; the match. */
async function logged(cluster, role, pattern) {
  const { log } = cluster.processes.find((one) => one.role === role);
  let match = null;
  await until(cluster, role, () => {
    match = pattern.exec(readFileSync(log, 'utf8'));
    return Promise.resolve(match !== null);
  });
  return match;
}

async function until(cluster, role, isTrue) {
  const one = cluster.processes.find((each) => each.role === role);
  const deadline = Date.now() + cluster.patienceMs;
  while (!(await isTrue())) {
    if (!isAlive(one)) throw new Error(`Spark's ${role} has stopped.${excerpt(one.log)}`);
    if (Date.now() > deadline) {
      const seconds = Math.round(cluster.patienceMs / 1000);
      throw new Error(`Spark's ${role} does not answer after ${seconds} s.${excerpt(one.log)}`);
    }
    await pause();
  }
}
