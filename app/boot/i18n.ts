/** Texts of the interface: one namespace for each feature, English complete. */
import i18next from 'i18next';
import type { BackendModule } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { canvasEnglish } from '../canvas/canvas.en.ts';
import { documentEnglish } from '../document/document.en.ts';
import { headerEnglish } from '../header/header.en.ts';
import { expressionEnglish } from '../inspector/expression/expression.en.ts';
import { inspectorEnglish } from '../inspector/inspector.en.ts';
import { pseudoLocale } from './pseudo-locale.ts';
import { shellEnglish } from './shell.en.ts';
import { startEnglish } from '../start/start.en.ts';
import { commandsEnglish } from '../commands/commands.en.ts';
import { statusEnglish } from '../status/status.en.ts';
import { uiEnglish } from '../ui/ui.en.ts';

export const english = {
  canvas: canvasEnglish,
  document: documentEnglish,
  expression: expressionEnglish,
  header: headerEnglish,
  inspector: inspectorEnglish,
  shell: shellEnglish,
  start: startEnglish,
  commands: commandsEnglish,
  status: statusEnglish,
  ui: uiEnglish,
} as const;

/** Those of features that come after the page, loaded with the first use of one. */
export const laterEnglish = {
  cluster: async () => (await import('../host/clusters/cluster.en.ts')).clusterEnglish,
  export: async () => (await import('../export/export.en.ts')).exportEnglish,
  files: async () => (await import('../files/files.en.ts')).filesEnglish,
  host: async () => (await import('../host/host.en.ts')).hostEnglish,
  place: async () => (await import('../host/place.en.ts')).placeEnglish,
  results: async () => (await import('../results/results.en.ts')).resultsEnglish,
  refactor: async () => (await import('../refactor/refactor.en.ts')).refactorEnglish,
} as const;

const later: BackendModule = {
  type: 'backend',
  callbackApi: true,
  init: () => undefined,
  read: (language, namespace, done) => {
    const load = Object.entries(laterEnglish).find(([name]) => name === namespace)?.[1];
    if (load === undefined) {
      done(null, {});
      return;
    }
    load().then(
      (texts) => done(null, language === PSEUDO ? (pseudoLocale({ texts })['texts'] ?? {}) : texts),
      (error: unknown) => done(String(error), null),
    );
  },
};

/** Unicode's name of the pseudo locale, which shows translators and tests what is not translated. */
const PSEUDO = 'en-XA';

/** @param language asked for; English when there is none of that name */
export const startTranslations = (language: string | null): Promise<unknown> =>
  i18next
    .use(initReactI18next)
    .use(later)
    .init({
      lng: language === PSEUDO ? PSEUDO : 'en',
      fallbackLng: 'en',
      ns: Object.keys(english),
      partialBundledLanguages: true,
      resources: {
        en: english,
        ...(language === PSEUDO ? { [PSEUDO]: pseudoLocale(english) } : {}),
      },
      // React escapes already.
      interpolation: { escapeValue: false },
    });
