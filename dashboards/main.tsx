import { render } from 'preact';
import { App } from './app.tsx';
import { restoreTheme } from './theme.ts';

restoreTheme();
const root = document.getElementById('app');
if (root) render(<App />, root);
