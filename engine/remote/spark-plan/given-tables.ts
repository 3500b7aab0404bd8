/** The tables that statements are given: files that executors read, and rows that are sent along. */
import { internalError, userError } from '../../contract/errors.ts';
import type { PushEvent } from '../../contract/push-job.ts';
import type { Relation } from '../spark-connect/generated/spark/connect/relations_pb.ts';
import type { SparkSession } from '../spark-connect/session.ts';
import { fileTable } from './analyse.ts';
import { emptyRelation } from './connect-plans.ts';
import type { ClusterProgram } from './program.ts';
import type { FilesOfCluster, ShippedSource } from './sources.ts';
import { schemaText } from './transport.ts';

/** Of Arrow. The server holds such rows as objects, in some ten times as much memory. */
const SHIPPED_ROWS_BYTES = 64 << 20;

export type ReadSource = (
  source: ShippedSource,
  signal: AbortSignal | undefined,
) => AsyncIterable<Uint8Array>;

export class GivenTables {
  readonly #session: SparkSession;
  readonly #program: Pick<ClusterProgram, 'shipped' | 'files'>;
  readonly #read: ReadSource;
  readonly #signal: AbortSignal | undefined;
  readonly #relations = new Map<string, Relation>();
  /** With the same columns, and no rows: Spark keeps the rows of a plan in memory also to analyse it. */
  readonly #empty = new Map<string, Relation>();

  constructor(
    session: SparkSession,
    program: Pick<ClusterProgram, 'shipped' | 'files'>,
    read: ReadSource,
    signal: AbortSignal | undefined,
  ) {
    this.#session = session;
    this.#program = program;
    this.#read = read;
    this.#signal = signal;
  }

  /** Sends what the server does not have yet, and looks at the files of the cluster. */
  async *upload(): AsyncGenerator<PushEvent, void> {
    const { shipped, files } = this.#program;
    for (const each of files) this.#relations.set(each.table, await this.#look(each));
    let sent = 0;
    for (const source of shipped) {
      const chunks = await this.#chunksOf(source);
      const bytes = chunks.reduce((sum, { length }) => sum + length, 0);
      yield { type: 'uploading', bytesSent: sent, bytesTotal: sent + bytes };
      const schema = schemaText(source.columns);
      this.#empty.set(source.table, emptyRelation(schema));
      const relation = await this.#session.localRelation(
        chunks,
        schema,
        this.#signal === undefined ? {} : { signal: this.#signal },
      );
      sent += bytes;
      this.#relations.set(source.table, relation);
      yield { type: 'uploading', bytesSent: sent, bytesTotal: sent };
    }
  }

  /** What stands behind the names. */
  given(names: ReadonlySet<string>): ReadonlyMap<string, Relation> {
    return this.#named(names, (name) => this.#relations.get(name));
  }

  /** The same for those who ask for columns alone. */
  columns(names: ReadonlySet<string>): ReadonlyMap<string, Relation> {
    return this.#named(names, (name) => this.#empty.get(name) ?? this.#relations.get(name));
  }

  #named(
    names: ReadonlySet<string>,
    find: (name: string) => Relation | undefined,
  ): ReadonlyMap<string, Relation> {
    return new Map(
      [...names].map((name) => {
        const relation = find(name);
        if (relation === undefined) throw internalError(`The table ${name} was not given.`);
        return [name, relation] as const;
      }),
    );
  }

  #look(files: FilesOfCluster): Promise<Relation> {
    return fileTable(files, this.#session, this.#signal);
  }

  async #chunksOf(source: ShippedSource): Promise<readonly Uint8Array[]> {
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of this.#read(source, this.#signal)) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes > SHIPPED_ROWS_BYTES) throw tooLarge(source);
    }
    return chunks;
  }
}

const tooLarge = ({ node }: ShippedSource): Error =>
  userError(
    'source-too-large',
    `The rows of this source take more than ${SHIPPED_ROWS_BYTES >> 20} MB: too much to be sent along.`,
    {
      node,
      hint: 'Put the data where the cluster reads (hdfs://, s3a://, abfss://, gs://), or name its folder among the shared ones of the connection.',
    },
  );
