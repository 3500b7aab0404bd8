/** DuckDB's binder as the passes see it: injected as a function, so that they stay pure. */
import type { Schema } from './schema.ts';

/** A column list or an error as DuckDB's binder gives it. */
export type DescribeAnswer =
  | { readonly ok: true; readonly columns: Schema }
  | {
      readonly ok: false;
      readonly message: string;
      /** DuckDB's error class, e.g. `Binder`, `Catalog`, `Parser`. */
      readonly type: string;
      /**
       * 0-based offset in the SQL text that was described, as DuckDB counts: bytes of UTF-8, and for
       * class `Parser` code points.
       */
      readonly position?: number;
      /** Extra fields of errors_as_json: candidates, name, ... */
      readonly info: Readonly<Record<string, string>>;
    };

/** Column types of a query, or why it cannot be bound; nothing is run. */
export type Describe = (sql: string) => Promise<DescribeAnswer>;
