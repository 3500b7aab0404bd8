/** Folders that the cluster sees too: a row for each, with the URI that it has there. */
import { Plus, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../ui/Button.tsx';
import inputs from '../../ui/inputs.module.css';
import type { FormField, SharedFolder } from './cluster-form.ts';
import own from './Clusters.module.css';

export interface SharedFoldersProps {
  readonly shared: readonly SharedFolder[];
  readonly wrong: ReadonlySet<FormField>;
  readonly onChange: (shared: readonly SharedFolder[]) => void;
}

export function SharedFolders({ shared, wrong, onChange }: SharedFoldersProps) {
  const { t } = useTranslation('cluster');
  const isWrong = [...wrong].some((field) => field.startsWith('shared.'));
  return (
    <fieldset className={own.shared}>
      <legend>{t('shared')}</legend>
      <small>{t('shared-hint')}</small>
      {shared.length === 0 ? null : (
        <div className={own.folders}>
          <span aria-hidden>{t('shared-here')}</span>
          <span aria-hidden>{t('shared-there')}</span>
          {shared.map((folder, row) => (
            <Row
              key={row}
              row={row}
              folder={folder}
              isWrong={wrong.has(`shared.${row}`)}
              onChange={(next) => onChange(shared.with(row, next))}
              onRemove={() => onChange(shared.toSpliced(row, 1))}
            />
          ))}
        </div>
      )}
      {isWrong ? (
        <small data-kind="problem" role="alert">
          {t('shared-wrong')} {t('uri-wrong')}
        </small>
      ) : null}
      <span>
        <Button
          icon={<Plus aria-hidden />}
          onClick={() => onChange([...shared, { here: '', there: '' }])}
        >
          {t('shared-add')}
        </Button>
      </span>
    </fieldset>
  );
}

interface RowProps {
  readonly row: number;
  readonly folder: SharedFolder;
  readonly isWrong: boolean;
  readonly onChange: (folder: SharedFolder) => void;
  readonly onRemove: () => void;
}

function Row({ row, folder, isWrong, onChange, onRemove }: RowProps) {
  const { t } = useTranslation('cluster');
  return (
    <>
      {(['here', 'there'] as const).map((side) => (
        <input
          key={side}
          className={inputs.input}
          aria-label={t(`shared-${side}-at`, { row: row + 1 })}
          placeholder={side === 'here' ? '/mnt/data' : 's3a://data'}
          value={folder[side]}
          spellCheck={false}
          autoComplete="off"
          aria-invalid={isWrong}
          onChange={({ target }) => onChange({ ...folder, [side]: target.value })}
        />
      ))}
      <IconButton size="small" label={t('shared-remove', { row: row + 1 })} onClick={onRemove}>
        <Trash2 aria-hidden />
      </IconButton>
    </>
  );
}
