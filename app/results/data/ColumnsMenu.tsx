/** Which columns are shown. */
import { Columns3 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RowSource } from '../../session/row-source.ts';
import { Button } from '../../ui/Button.tsx';
import inputs from '../../ui/inputs.module.css';
import { Popover } from '../../ui/Popover.tsx';
import { shortType } from '../grid/short-type.ts';
import { changePrefs, prefsOf, useResults, useResultsStore } from '../results-store.ts';
import styles from './ColumnsMenu.module.css';

/** Entries that are listed at once; the search finds the others. */
const LISTED = 200;

export function ColumnsMenu({ rows }: { readonly rows: RowSource }) {
  const { t } = useTranslation('results');
  const hidden = useResults((state) => prefsOf(state, rows.target).hidden);
  const shown = rows.schema.filter(({ name }) => !hidden.includes(name)).length;
  return (
    <Popover
      label={t('columns')}
      align="end"
      trigger={
        <Button icon={<Columns3 aria-hidden />}>
          {shown === rows.schema.length
            ? t('columns')
            : t('columns-shown', { shown, all: rows.schema.length })}
        </Button>
      }
    >
      <ColumnList rows={rows} hidden={hidden} />
    </Popover>
  );
}

interface ColumnListProps {
  readonly rows: RowSource;
  readonly hidden: readonly string[];
}

function ColumnList({ rows: { schema, target }, hidden }: ColumnListProps) {
  const { t } = useTranslation('results');
  const store = useResultsStore();
  const [search, setSearch] = useState('');
  const found = schema.filter(({ name }) => name.toLowerCase().includes(search.toLowerCase()));
  const setHidden = (names: readonly string[], hide: boolean): void =>
    changePrefs(store, target, (prefs) => {
      const others = prefs.hidden.filter((name) => !names.includes(name));
      return { hidden: hide ? [...others, ...names] : others };
    });
  const names = found.map(({ name }) => name);
  return (
    <div className={styles.columns}>
      <input
        type="search"
        className={inputs.input}
        aria-label={t('search-columns')}
        placeholder={t('search-columns')}
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      <div className={styles.buttons}>
        <Button kind="quiet" onClick={() => setHidden(names, false)}>
          {t('show-all')}
        </Button>
        <Button kind="quiet" onClick={() => setHidden(names, true)}>
          {t('hide-all')}
        </Button>
      </div>
      <ul className={styles.list}>
        {found.slice(0, LISTED).map(({ name, type }) => (
          <li key={name}>
            <label className={styles.column}>
              <input
                type="checkbox"
                className={inputs.checkbox}
                checked={!hidden.includes(name)}
                onChange={(event) => setHidden([name], !event.target.checked)}
              />
              <span className={styles.name}>{name}</span>
              <small>{shortType(type)}</small>
            </label>
          </li>
        ))}
      </ul>
      {found.length > LISTED ? (
        <p className={styles.more}>{t('more-columns', { count: found.length - LISTED })}</p>
      ) : null}
    </div>
  );
}
