export const expressionEnglish = {
  completions: 'Completions',
  'replace-with': 'Replace with {{name}}',
} as const;
