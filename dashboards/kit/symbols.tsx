import type { JSX } from 'preact';

/** Shapes and patterns, drawn once and used by name everywhere. */
export function Symbols(): JSX.Element {
  return (
    <svg class="defs" aria-hidden="true" focusable="false">
      <defs>
        <pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="f-hatch-ground" width="5" height="5" /><path class="k-hatch" d="M1 0V5" stroke-width="1.6" /></pattern>
        <pattern id="night-fit" width="6" height="6" patternUnits="userSpaceOnUse"><rect class="f-night-fit" width="6" height="6" /><circle class="f-fit-edge" cx="1.5" cy="1.5" r=".8" /></pattern>
        <symbol id="band-act" viewBox="0 0 16 16"><rect x="2" y="2" width="12" height="12" fill="currentColor" /></symbol>
        <symbol id="band-review" viewBox="0 0 16 16"><path d="M8 1.2 14.8 8 8 14.8 1.2 8z" class="f-ask" stroke="currentColor" stroke-width="1.4" /></symbol>
        <symbol id="band-watch" viewBox="0 0 16 16"><circle cx="8" cy="8" r="5.6" fill="none" stroke="currentColor" stroke-width="1.5" /><path d="M8 2.4a5.6 5.6 0 0 1 0 11.2z" fill="currentColor" /></symbol>
        <symbol id="band-quiet" viewBox="0 0 16 16"><circle cx="8" cy="8" r="5.6" fill="none" stroke="currentColor" stroke-width="1.5" /></symbol>
        <symbol id="v-expected" viewBox="0 0 16 16"><circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" stroke-width="1.3" /><path d="m5 8.2 2.1 2.1L11 6.2" fill="none" stroke="currentColor" stroke-width="1.5" /></symbol>
        <symbol id="v-moved-approved" viewBox="0 0 16 16"><circle cx="4" cy="11" r="2.2" fill="none" stroke="currentColor" stroke-width="1.3" /><path d="M6.2 9.2 12.6 3.6M8.8 3.2h4.2v4.2" fill="none" stroke="currentColor" stroke-width="1.5" /></symbol>
        <symbol id="v-elsewhere" viewBox="0 0 16 16"><path d="M3 2.4 13.6 8 3 13.6z" fill="currentColor" /></symbol>
        <symbol id="v-shared-place" viewBox="0 0 16 16"><circle cx="5.6" cy="8" r="4.4" fill="none" stroke="currentColor" stroke-width="1.5" /><circle cx="10.4" cy="8" r="4.4" fill="none" stroke="currentColor" stroke-width="1.5" /><path d="M8 4.3a4.4 4.4 0 0 1 0 7.4 4.4 4.4 0 0 1 0-7.4z" fill="currentColor" /></symbol>
        <symbol id="v-cannot-tell" viewBox="0 0 16 16"><circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" stroke-width="1.3" stroke-dasharray="2.6 1.6" /><path d="M6 6.4a2 2 0 1 1 2.6 1.9c-.5.2-.6.5-.6 1.1M8 11.2v1" fill="none" stroke="currentColor" stroke-width="1.4" /></symbol>
        <symbol id="v-never-seen" viewBox="0 0 16 16"><rect x="2.2" y="3.4" width="11.6" height="8.4" rx="1" fill="none" stroke="currentColor" stroke-width="1.3" stroke-dasharray="2.4 1.6" /></symbol>
        <symbol id="v-dark" viewBox="0 0 16 16"><rect x="2" y="3.2" width="12" height="9" fill="url(#hatch)" stroke="currentColor" stroke-width="1.2" /></symbol>
        <symbol id="mark" viewBox="0 0 18 18"><rect x="1" y="4" width="16" height="10" rx="1.5" fill="none" stroke="currentColor" stroke-width="1.6" /><circle cx="9" cy="9" r="2.4" fill="currentColor" /><path d="M0 16.4h18" stroke="currentColor" stroke-width="1.6" /></symbol>
      </defs>
    </svg>
  );
}

/** One of the shapes above; the word beside it carries the meaning. */
export function Shape({ name }: { readonly name: string }): JSX.Element {
  return <svg aria-hidden="true"><use href={`#${name}`} /></svg>;
}
