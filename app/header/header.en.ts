export const headerEnglish = {
  sluice: 'Sluice',
  name: 'Pipeline name',
  undo: 'Undo',
  redo: 'Redo',
  run: 'Run',
  'cancel-run': 'Cancel run',
} as const;
