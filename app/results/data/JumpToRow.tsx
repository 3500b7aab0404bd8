import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RowSource } from '../../session/row-source.ts';
import inputs from '../../ui/inputs.module.css';
import { useResultsStore } from '../results-store.ts';
import styles from './JumpToRow.module.css';

/** Type a row number, press Enter. */
export function JumpToRow({ rows }: { readonly rows: RowSource }) {
  const { t } = useTranslation('results');
  const store = useResultsStore();
  const [text, setText] = useState('');
  const row = Number(text.replaceAll(/[\s,.'_]/g, ''));
  const isRow = text !== '' && Number.isInteger(row) && row >= 1 && row <= rows.rows;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!isRow) return;
        store.setState({ jump: { row: row - 1 } });
        setText('');
      }}
    >
      <input
        className={`${inputs.input} ${styles.jump}`}
        aria-label={t('jump-to-row')}
        placeholder={t('jump-placeholder')}
        inputMode="numeric"
        aria-invalid={text !== '' && !isRow}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </form>
  );
}
