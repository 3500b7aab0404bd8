export const inspectorEnglish = {
  inspector: 'Inspector',
  'nothing-selected': 'No step is selected',
  'nothing-selected-hint': 'Select a step to see and change what it does.',
} as const;
