/** How a source's first file begins, with what the settings make of it. */
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../session/studio.ts';
import { rawView } from './raw-lines.ts';
import type { RawOptions } from './raw-lines.ts';
import styles from './RawLook.module.css';
import { readFront } from './read-front.ts';

export interface RawLookProps {
  readonly step: string;
  readonly type: string;
  readonly params: Readonly<Record<string, unknown>>;
}

export function RawLook({ step, type, params }: RawLookProps) {
  const { t } = useTranslation('inspector');
  const given = useSession(({ sources, files, found }) => {
    const path = sources.find((source) => source.node === step && source.files.length > 0)
      ?.files[0];
    const ofHost = [...found.values()].flatMap((answer) => (answer.ok ? answer.files : []));
    return [...ofHost, ...files].find((one) => one.path === path);
  });
  const file = given?.file;
  const [front, setFront] = useState<{ readonly of: object; readonly bytes: Uint8Array }>();
  const [open, setOpen] = useState(type === 'input.csv');
  useEffect(() => {
    if (file === undefined || !open) return undefined;
    let isCurrent = true;
    readFront(file).then(
      (bytes) => {
        if (isCurrent) setFront({ of: file, bytes });
      },
      // A file that cannot be read is told by the engine, with what to do about it.
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [file, open]);
  const options = useMemo(() => optionsOf(params), [params]);
  if (file === undefined) return null;
  const view = front?.of === file ? rawView(front.bytes, type === 'input.csv', options) : undefined;
  return (
    <details
      className={styles.look}
      open={open}
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
    >
      <summary>{t('raw', { name: nameOf(given?.path ?? '') })}</summary>
      {view === undefined ? null : (
        <ol className={styles.lines} tabIndex={0} aria-label={t('raw-lines')}>
          {view.lines.map(({ number, cells, role }) => (
            <li key={number} className={styles.line} data-role={role}>
              <span className={styles.number}>{number}</span>
              <code>
                {cells.map((cell, index) => (
                  <span key={index}>
                    {index === 0 ? null : (
                      <span className={styles.mark}>
                        {view.delimiter === '\t' ? '→' : view.delimiter}
                      </span>
                    )}
                    {cell}
                  </span>
                ))}
              </code>
            </li>
          ))}
        </ol>
      )}
    </details>
  );
}

/** Not the file's own: a copy that was kept for a reload has another one. */
const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

function optionsOf(params: Readonly<Record<string, unknown>>): RawOptions {
  const { encoding, delimiter, quote, header, skip } = params;
  return {
    encoding: typeof encoding === 'string' ? encoding : undefined,
    delimiter: typeof delimiter === 'string' ? delimiter : undefined,
    quote: typeof quote === 'string' ? quote : undefined,
    header: typeof header === 'boolean' ? header : undefined,
    skip: typeof skip === 'number' ? skip : undefined,
  };
}
