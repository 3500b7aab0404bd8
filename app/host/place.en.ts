export const placeEnglish = {
  place: 'Where it runs',
  'place-tab': 'This tab',
  'place-computer': 'This computer',
  'place-tab-hint': 'In the browser, on rows and files that stay in it.',
  'place-computer-hint_one': 'Natively on {{count}} core: files where they lie, databases.',
  'place-computer-hint_other': 'Natively on {{count}} cores: files where they lie, databases.',
  'place-needed': 'A step of this pipeline needs the computer.',
  'place-cluster': 'A Spark cluster',
  'no-computer':
    'Natively, with files where they lie and databases. Start `sluice serve` on it and open the address that it shows.',
  'no-cluster':
    'The same pipeline on Apache Spark. Start `sluice serve` on this computer and open the address that it shows.',
  manage: 'Manage clusters…',
  'manage-hint': 'Add a Spark cluster to push pipelines to, or test one.',
  stopped: 'The host has stopped.',
  workers_one: '{{count}} worker',
  workers_other: '{{count}} workers',
  starting: 'starting',
  failed: 'no engine',
} as const;
