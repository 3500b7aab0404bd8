const root = document.querySelector('#root');
if (root !== null) root.textContent = 'Sluice';
