export const canvasEnglish = {
  canvas: 'Pipeline canvas',
  'search-steps': 'Search steps',
} as const;
