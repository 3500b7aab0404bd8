export const filesEnglish = {
  'pipeline-file': 'Sluice pipeline',
} as const;
