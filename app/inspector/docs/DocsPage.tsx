/** Markdown of a node's docs, as a page. */
import Markdown from 'react-markdown';
import type { Components } from 'react-markdown';
import styles from './DocsPage.module.css';
import { linkedType } from './node-docs.ts';
import { splitTables } from './split-tables.ts';

export interface DocsPageProps {
  readonly type: string;
  readonly text: string;
  /** A link to the docs of another type was followed. */
  readonly onOpen: (type: string) => void;
}

export function DocsPage({ type, text, onOpen }: DocsPageProps) {
  const components: Components = {
    // What scrolls can be scrolled by keyboard.
    pre: ({ children }) => <pre tabIndex={0}>{children}</pre>,
    a: ({ href = '', children }) => {
      const target = linkedType(type, href);
      return target === undefined ? (
        <a href={href} target="_blank" rel="noreferrer">
          {children}
        </a>
      ) : (
        <button type="button" className={styles.link} onClick={() => onOpen(target)}>
          {children}
        </button>
      );
    },
  };
  return (
    <article className={styles.page} lang="en">
      {splitTables(text).map((part, index) =>
        part.kind === 'text' ? (
          <Markdown key={index} components={components}>
            {part.text}
          </Markdown>
        ) : (
          <Part key={index} {...part} />
        ),
      )}
    </article>
  );
}

/** In a narrow panel four columns are none: a table of settings is read as a list. */
const Part = (table: TableProps) =>
  table.head[0] === 'Setting' ? <Settings {...table} /> : <Table {...table} />;

const Settings = ({ rows }: TableProps) => (
  <dl className={styles.settings}>
    {rows.map(([name = '', value = '', fallback = '', meaning = ''], index) => (
      <div key={index}>
        <dt>
          <Markdown components={INLINE}>{name}</Markdown>
        </dt>
        <dd>
          <Markdown components={INLINE}>{meaning}</Markdown>
          <span className={styles.value}>
            <Markdown components={INLINE}>{value}</Markdown>
            {fallback === '' ? null : (
              <>
                {' · '}
                <Markdown components={INLINE}>{fallback}</Markdown>
              </>
            )}
          </span>
        </dd>
      </div>
    ))}
  </dl>
);

interface TableProps {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const Table = ({ head, rows }: TableProps) => (
  <div className={styles.scroller} tabIndex={0} role="group" aria-label={head.join(', ')}>
    <table>
      <thead>
        <tr>
          {head.map((cell, index) => (
            <th key={index}>{cell}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={index}>
            {row.map((cell, at) => (
              <td key={at}>
                <Markdown components={INLINE}>{cell}</Markdown>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

/** A cell's text stands without a paragraph around it. */
const INLINE: Components = { p: ({ children }) => <>{children}</> };
