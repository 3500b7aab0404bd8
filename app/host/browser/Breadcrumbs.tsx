/** The folders above the one that is shown. */
import { ChevronRight, FolderRoot } from 'lucide-react';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { FileEntry } from '../../platform/computer.ts';
import styles from './FileBrowser.module.css';

export interface BreadcrumbsProps {
  readonly parents: readonly FileEntry[];
  readonly folder: FileEntry;
  readonly onOpen: (token: string) => void;
}

export function Breadcrumbs({ parents, folder, onOpen }: BreadcrumbsProps) {
  const { t } = useTranslation('host');
  return (
    <nav className={styles.crumbs} aria-label={t('folders')}>
      <FolderRoot aria-hidden />
      {parents.map(({ token, name }) => (
        <Fragment key={token}>
          <button type="button" className={styles.crumb} onClick={() => onOpen(token)}>
            {name}
          </button>
          <ChevronRight aria-hidden />
        </Fragment>
      ))}
      <span className={styles.here} aria-current="location">
        {folder.name}
      </span>
    </nav>
  );
}
