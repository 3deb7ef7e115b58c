import { render } from 'preact';
import { App } from './app.tsx';
import { showLegibly } from './kit/legible.ts';
import { restoreTheme } from './theme.ts';

restoreTheme();
showLegibly();
const root = document.getElementById('app');
if (root) render(<App />, root);
