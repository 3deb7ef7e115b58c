import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { navigate } from '../router.ts';
import { Dialog } from './dialog.tsx';
import { useKeys } from './keys.ts';

export interface KeyLine { readonly keys: readonly string[]; readonly does: string }

/** All keys of the page, in place. */
export function KeyHelp({ lines, onClose }: { readonly lines: readonly KeyLine[]; readonly onClose: () => void }): JSX.Element {
  return (
    <Dialog title="Keys of this page" onClose={onClose}>
      <p class="soft small">Letters are off while a text field has focus. Everything can be reached with Tab as well.</p>
      <dl class="key-list">
        {lines.map(({ keys, does }) => <div key={does}><dt><Keys keys={keys} /></dt><dd>{does}</dd></div>)}
      </dl>
      <p class="btns"><button class="btn" type="button" onClick={onClose}>Close <kbd aria-hidden="true">Esc</kbd></button></p>
    </Dialog>
  );
}

/** The line of keys at the foot of a page. */
export function KeyFoot({ lines, onAll }: { readonly lines: readonly KeyLine[]; readonly onAll: () => void }): JSX.Element {
  return (
    <p class="keys">
      {lines.map(({ keys, does }) => <span key={does}><Keys keys={keys} /> {does}</span>)}
      <button class="key-all" type="button" onClick={onAll}><kbd>?</kbd> all keys</button>
    </p>
  );
}

const COMMON: readonly KeyLine[] = [{ keys: ['g', 'q'], does: 'first page' }, { keys: ['?'], does: 'these keys' }];

/** The keys of a page that has none of its own. */
export function CommonKeys(): JSX.Element {
  const [helps, setHelps] = useState(false);
  useKeys({ 'g q': () => navigate('/'), '?': () => setHelps(true) });
  return (
    <>
      <KeyFoot lines={COMMON.slice(0, 1)} onAll={() => setHelps(true)} />
      {helps && <KeyHelp lines={COMMON} onClose={() => setHelps(false)} />}
    </>
  );
}

function Keys({ keys }: { readonly keys: readonly string[] }): JSX.Element {
  return <>{keys.map((key, at) => <>{at > 0 && ' '}<kbd>{key}</kbd></>)}</>;
}
