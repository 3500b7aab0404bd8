/** `push --detach`: hands the pipeline in as a batch, and comes back when it was. */
import { join } from 'node:path';
import { EngineFailure, internalError, operationalError } from '../../contract/errors.ts';
import type { PushJob } from '../../contract/push-job.ts';
import type { SparkSubmit } from '../../contract/spark-connection.ts';
import { hashText } from '../../document/hash.ts';
import type { ExportedProject } from '../../export/project.ts';
import { sparkSizing } from '../../remote/estimate/spark-sizing.ts';
import { refuseErrors } from '../../run/prepare.ts';
import { formatDiagnostic } from '../report/report-diagnostic.ts';
import { BATCH_LOG, keepProgram, submitOf } from '../../../electron/host/clusters/batch.ts';
import { batchFiles } from '../../../electron/host/clusters/cluster-files.ts';
import { shortId } from '../../../electron/host/clusters/short-id.ts';
import { changesOf } from '../../../electron/host/clusters/watch-job.ts';
import { beginPush, type PushRequest } from './push-request.ts';

/** Another Node has to start; what it does first is to say that it is there. */
const PATIENCE_MS = 60_000;

export async function detachPush(asked: PushRequest, json: boolean): Promise<void> {
  const { host, cluster, named } = asked;
  const submit = submitOf(named.name, named.connection);
  const project = await exportProgram(asked);
  const measure = await asked.engine.measure(asked.document, { parameters: asked.parameters });
  const { settings } = sparkSizing(measure, named.connection.cores);
  const { start } = await beginPush(asked, 'batch', settings);
  const folder = await cluster.folderOf(start.id);
  await keepProgram(folder, project);
  const job: PushJob = {
    ...start,
    kind: 'push',
    state: 'translated',
    timeline: [{ state: 'translated', at: Date.now() }],
    operations: [],
    planHash: hashText(project.files.map(({ text }) => text).join('\n')),
    outputs: (project.writes ?? []).map((write) => ({ ...write, place: 'cluster' })),
  };
  await cluster.jobs.pushes.save(job);
  host.startDetached(['jobs', 'attend', job.id], join(folder, BATCH_LOG));
  const begun = await untilBegun(asked, job, folder);
  if (json) host.stdout.write(`${JSON.stringify(begun)}\n`);
  else host.stdout.write(toldPerson(begun, submit));
}

async function exportProgram(asked: PushRequest): Promise<ExportedProject> {
  const { host, engine, document, parameters, file, named } = asked;
  const result = await engine.export(document, {
    target: 'pyspark',
    parameters,
    signal: host.signal,
    cluster: batchFiles(named.connection, file.directory),
  });
  refuseErrors(result.diagnostics);
  for (const one of result.diagnostics) {
    host.stderr.write(`${formatDiagnostic(one, file, host.stderr)}\n`);
  }
  if (!result.ok) throw internalError('A program was refused without a reason.');
  return result.project;
}

/** Its process has taken over: this one may end. */
async function untilBegun(
  { cluster, host }: PushRequest,
  job: PushJob,
  folder: string,
): Promise<PushJob> {
  const late = AbortSignal.any([AbortSignal.timeout(PATIENCE_MS), host.signal]);
  for await (const now of changesOf(cluster, job.id, late)) {
    if (now.error !== undefined) {
      const { code, message, hint } = now.error;
      const hinted = hint === undefined ? {} : { hint };
      throw new EngineFailure({ kind: 'operational', code, message, ...hinted });
    }
    if (now.process !== process.pid) return now;
  }
  throw operationalError(
    'batch-not-started',
    'The process that attends to spark-submit did not start.',
    {
      hint: `See ${join(folder, BATCH_LOG)}.`,
    },
  );
}

const toldPerson = ({ id, outputs, connection }: PushJob, { master }: SparkSubmit): string =>
  [
    `Handed in to ${connection} as a batch: spark-submit runs the exported PySpark program on ${master}.`,
    'It does not go over Spark Connect, whose server ends what nobody waits for.',
    ...outputs.map(({ step, target }) => `${step} will be at ${target}, as a folder of files.`),
    `sluice jobs show ${shortId(id)} tells how it goes, sluice jobs logs ${shortId(id)} what it says.`,
  ]
    .map((line) => `${line}\n`)
    .join('');
