/** Puts the tables and files of conformance cases on disk, whole or in several parts. */
import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { DocumentNode, PipelineDocument } from '../../engine/document/schema.ts';
import { quoteText } from '../../engine/expression/quote.ts';
import type { NativeDuckDB } from '../../engine/testing/native.ts';
import type { Session } from '../../engine/worker/duckdb/session.ts';
import { documentOf, step, tableStep } from './case-builder.ts';
import type { CaseTable } from './case-data.ts';
import type { CaseFile, ConformanceCase } from './case.ts';
import { compileNative } from './run-native.ts';

const hash = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 12);

/** Rows at which a table is cut: uneven parts, one of them empty. */
const CUTS = [0, 10, 10, 37, 38];

type Parts = 'one' | 'many';

export class CaseFiles {
  readonly #folder: string;
  readonly #native: NativeDuckDB;
  readonly #session: Session;
  readonly #written = new Map<string, Promise<void>>();

  /** @param folder where documents' relative paths start */
  constructor(folder: string, native: NativeDuckDB, session: Session) {
    this.#folder = folder;
    this.#native = native;
    this.#session = session;
  }

  /** Writes a case's own files into a folder of their own and moves the document's paths there. */
  async place({ document, files = {}, name }: ConformanceCase): Promise<PipelineDocument> {
    const folder = `cases/${hash([name, document])}`;
    for (const [fileName, file] of Object.entries(files)) {
      const path = join(this.#folder, folder, fileName);
      await mkdir(dirname(path), { recursive: true });
      await this.#writeFile(path, file);
    }
    return mapNodes(document, (node) => {
      const { path } = node.params as { readonly path?: unknown };
      if (typeof path !== 'string') return node;
      mkdirSync(join(this.#folder, folder, dirname(path)), { recursive: true });
      return { ...node, params: { ...node.params, path: `${folder}/${path}` } };
    });
  }

  /** The document with its inline tables read from Parquet files, in one part or in several. */
  async withTables(document: PipelineDocument, parts: Parts): Promise<PipelineDocument> {
    const paths = new Map<DocumentNode, string>();
    for (const node of Object.values(document.nodes)) {
      if (node.type !== 'input.inline') continue;
      const table = node.params as unknown as CaseTable;
      const folder = `tables/${hash(table)}-${parts}`;
      const known = this.#written.get(folder) ?? this.#writeParts(folder, table, parts);
      this.#written.set(folder, known);
      await known;
      paths.set(node, `${folder}/part-*.parquet`);
    }
    return mapNodes(document, (node) => {
      const path = paths.get(node);
      return path === undefined ? node : step('input.parquet', { path });
    });
  }

  async #writeParts(folder: string, table: CaseTable, parts: Parts): Promise<void> {
    await mkdir(join(this.#folder, folder), { recursive: true });
    const cuts = parts === 'one' ? [0] : CUTS;
    for (const [i, from] of cuts.entries()) {
      const to = cuts[i + 1] ?? table.rows.length;
      const rows = table.rows.slice(from, Math.max(from, to));
      await this.#writeParquet(join(this.#folder, folder, `part-${i}.parquet`), {
        ...table,
        rows,
      });
    }
  }

  async #writeFile(path: string, file: CaseFile): Promise<void> {
    if (file.kind === 'text') return writeFile(path, file.text);
    if (file.format === 'parquet') return this.#writeParquet(path, file.table);
    if (file.format === 'duckdb') return this.#writeDuckdb(path, file.table);
    const { stream } = await this.#session.exportStream(await this.#tableSql(file.table));
    return writeFile(path, stream);
  }

  async #writeParquet(path: string, table: CaseTable): Promise<void> {
    const sql = await this.#tableSql(table);
    await this.#native.execute(`COPY (${sql}) TO ${quoteText(path)} (FORMAT parquet)`);
  }

  /** A database whose table `data` it is. */
  async #writeDuckdb(path: string, table: CaseTable): Promise<void> {
    await rm(path, { force: true });
    await this.#native.execute(`ATTACH ${quoteText(path)} AS written`);
    await this.#native.execute(`CREATE TABLE written.data AS ${await this.#tableSql(table)}`);
    await this.#native.execute('DETACH written');
  }

  async #tableSql(table: CaseTable): Promise<string> {
    const document = documentOf('table', { data: tableStep(table) });
    const { sqlOf } = await compileNative(this.#native, document, join(this.#folder, 'x.json'));
    return sqlOf('data.output');
  }
}

/** The document for one statement of native DuckDB, which reads no Arrow files and attaches none: the same tables inline. */
export const withoutArrow = (
  document: PipelineDocument,
  files: ConformanceCase['files'] = {},
): PipelineDocument =>
  mapNodes(document, (node) => {
    if (node.type !== 'input.arrow' && node.type !== 'input.database-file') return node;
    const { path } = node.params as { readonly path: string };
    const file = Object.entries(files).find(([name]) => path.endsWith(name))?.[1];
    return file?.kind === 'table' ? tableStep(file.table) : node;
  });

const mapNodes = (
  document: PipelineDocument,
  change: (node: DocumentNode) => DocumentNode,
): PipelineDocument => ({
  ...document,
  nodes: Object.fromEntries(Object.entries(document.nodes).map(([id, node]) => [id, change(node)])),
});
