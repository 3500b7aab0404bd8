/** What main.tsx does for the whole page, for pages on which widgets are tested. */
import '../../ui/base.css';
import { startTheme } from '../../ui/theme.ts';
import { startTranslations } from '../i18n.ts';

startTheme();
await startTranslations(null);
