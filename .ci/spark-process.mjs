// Processes of Spark, each known by its id and by when it began.
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sparkPython } from './ensure-spark.mjs';

/** How long a process that is asked to stop may take, before it is made to. */
const STOP_MS = 15_000;
const POLL_MS = 100;

export const pause = () => new Promise((done) => setTimeout(done, POLL_MS));

/**
 * Starts a program of Spark's in a process group of its own: it outlives this program, and the
 * executors of a worker can be stopped with it.
 */
export function launchSpark({ folder, role, command: [program, ...args], env }) {
  const home = sparkHome();
  const log = join(folder, 'logs', `${role}.log`);
  const output = openSync(log, 'w');
  const child = spawn(join(home, program), args, {
    cwd: folder,
    detached: true,
    stdio: ['ignore', output, output],
    env: {
      ...process.env,
      SPARK_HOME: home,
      SPARK_LOCAL_DIRS: join(folder, 'local'),
      SPARK_CONNECT_MODE: '0',
      PYSPARK_PYTHON: clusterPython(),
      // Java takes names of files for what the locale says.
      LC_ALL: 'C.UTF-8',
      ...env,
    },
  });
  closeSync(output);
  child.on('error', () => {});
  child.unref();
  if (child.pid === undefined) throw new Error(`${join(home, program)} could not be started.`);
  return { role, pid: child.pid, born: bornAt(child.pid), log };
}

/** The Python whose PySpark the cluster is of: the pinned one, unless another version is to be tried. */
const clusterPython = () => process.env.SLUICE_SPARK_PYTHON ?? sparkPython();

function sparkHome() {
  const python = clusterPython();
  const { stdout, status } = spawnSync(
    python,
    ['-c', 'import pyspark, os; print(os.path.dirname(pyspark.__file__))'],
    { encoding: 'utf8' },
  );
  if (status !== 0)
    throw new Error(`${python} has no pyspark; remove ${dirname(dirname(python))}.`);
  return stdout.trim();
}

/** When a process began, as the system says it: an id alone may by now be somebody else's. */
function bornAt(pid) {
  if (process.platform === 'linux') {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      // A zombie runs no more.
      return fields[0] === 'Z' ? undefined : fields[19];
    } catch {
      return undefined;
    }
  }
  const { stdout, status } = spawnSync('ps', ['-o', 'lstart=', '-p', `${pid}`], {
    encoding: 'utf8',
  });
  return status === 0 ? stdout.trim() : undefined;
}

export const isAlive = ({ pid, born }) => born !== undefined && bornAt(pid) === born;

export async function stopProcess(one, signal) {
  const deadline = Date.now() + STOP_MS;
  for (let kind = signal; isAlive(one); await pause()) {
    if (kind !== undefined) signalGroup(one.pid, kind);
    kind = Date.now() > deadline ? 'SIGKILL' : undefined;
  }
}

function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

const CAUSE = /^(Exception|Caused by)|ERROR|BindException|Error:/;

/** What a log says of a failure: its first lines that name a cause, and its last ones. */
export function excerpt(log) {
  const lines = readFileSync(log, 'utf8').trimEnd().split('\n');
  const causes = lines.filter((line) => CAUSE.test(line)).slice(0, 5);
  const shown = [
    ...new Set([...causes, ...lines.filter((line) => !/^\s+at /.test(line)).slice(-5)]),
  ].map((line) => `  ${line}`);
  return ` Its log, ${log}, says:\n${shown.join('\n')}`;
}
