export const commandsEnglish = {
  palette: 'Command palette',
  'palette-hint': 'What do you want to do?',
  'palette-empty': 'No command or step has such a name.',
  recent: 'Last used',
  'add-step': 'Add step: {{title}}',
  'add-steps': 'Add a step',
  'go-to-step': 'Go to step: {{title}}',
  'go-to-steps': 'Go to a step',
  shortcuts: 'Keyboard shortcuts',
  help: 'Help',
  'shortcuts-note': 'Single keys work while no text is being edited.',
} as const;
