export const shellEnglish = {
  header: 'The header',
  left: 'Steps',
  palette: 'Steps',
  outline: 'Outline',
  canvas: 'The canvas',
  inspector: 'The inspector',
  results: 'The results',
  status: 'The status line',
  'update-ready': 'A new version of Sluice is ready.',
  'update-hint': 'Your pipeline is kept.',
  'update-reload': 'Reload',
} as const;
