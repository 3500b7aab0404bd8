export const resultsEnglish = {
  results: 'Results',
  'no-rows': 'Select a step to see its rows',
} as const;
