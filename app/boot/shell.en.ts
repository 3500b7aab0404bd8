export const shellEnglish = {
  header: 'The header',
  left: 'Steps',
  palette: 'Steps',
  outline: 'Outline',
  canvas: 'The canvas',
  inspector: 'The inspector',
  results: 'The results',
  status: 'The status line',
} as const;
