/** Steps to add: search first, then categories. */
import { useTranslation } from 'react-i18next';

export function Palette() {
  const { t } = useTranslation('canvas');
  return <input type="search" aria-label={t('search-steps')} />;
}
