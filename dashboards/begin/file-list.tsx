import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { BeginView, FilesView } from '../../src/api/contract.ts';
import { importFiles, runNow, type Problem } from '../api.ts';
import { navigate } from '../router.ts';
import { useSession } from '../session.ts';
import { count, counted } from '../kit/format.ts';
import { say } from '../kit/live-region.tsx';
import { FileCard } from './file-card.tsx';
import { isBusy, type Files } from './use-files.ts';

/** What the reader has asked for: an import that is followed by a run, or the run. */
type Step = { readonly is: 'importing'; readonly ids: readonly string[]; readonly seen: FilesView | undefined } | { readonly is: 'running'; readonly before: number | undefined };

/** Why a file was not taken. What lacks is recorded on this page, so no command is named for it. */
function Refused({ of: { code, message } }: { readonly of: Problem }): JSX.Element {
  return <p class="problem" role="alert">{code === 'duties.missing' ? <>It was not taken in: something has to be recorded first. <a href="#duties">What that is stands above.</a> Then bring the file again.</> : message}</p>;
}

/** The reader's files, each with how it is understood; then the import, and the first look at everybody. */
export function FileList({ files, begin, hasRun, onBusy }: { readonly files: Files; readonly begin: BeginView; readonly hasRun: boolean; /** True from the import until everybody was looked at. */ readonly onBusy?: ((isBusy: boolean) => void) | undefined }): JSX.Element | null {
  const { session } = useSession();
  const [step, setStep] = useState<Step>();
  const [problem, setProblem] = useState<string>();
  const heading = useRef<HTMLHeadingElement>(null);
  const wasThere = useRef<boolean>(undefined);
  const { view, sending } = files;
  const all = view?.files ?? [];
  const isThere = all.length + sending.length > 0;

  // The first file that comes takes the focus with it; those that were there before do not.
  useEffect(() => {
    if (!view) return;
    if (wasThere.current === false && isThere) heading.current?.focus();
    wasThere.current = isThere;
  }, [view === undefined, isThere]);
  useEffect(() => {
    if (!view || !step) return;
    const { run } = view;
    if (step.is === 'importing' && view !== step.seen) {
      const asked = all.filter(({ id }) => step.ids.includes(id));
      if (!asked.every(({ state }) => state === 'imported' || state === 'failed')) return;
      if (asked.some(({ state }) => state === 'imported')) void look();
      else setStep(undefined);
    }
    if (step.is !== 'running' || run.state === 'running' || run.endedAt === step.before) return;
    setStep(undefined);
    if (run.state === 'ok') navigate('/hires');
    else setProblem(`The run failed: ${run.said}`);
  }, [view, step]);
  // A run may be over before it is seen to begin.
  useEffect(() => {
    if (step === undefined) return undefined;
    const timer = setInterval(files.reload, 600);
    return () => clearInterval(timer);
  }, [step === undefined]);

  useEffect(() => onBusy?.(step !== undefined), [step === undefined]);

  const look = async (): Promise<void> => {
    setStep({ is: 'running', before: view?.run.endedAt });
    say('Imported. Now everybody is looked at.');
    const answer = await runNow(session);
    if (answer.ok) return;
    setStep(undefined);
    setProblem(answer.problem.message);
  };
  const take = async (ids: readonly string[]): Promise<void> => {
    if (step) return;
    setProblem(undefined);
    const answer = await importFiles(session, { ids });
    if (answer.ok) setStep({ is: 'importing', ids, seen: view });
    else setProblem(answer.problem.message);
    files.reload();
  };

  const ready = all.filter(({ state }) => state === 'ready' || state === 'failed');
  const open = all.filter(({ state }) => state === 'unclear');
  const done = all.filter(({ state }) => state === 'imported');
  if (!isThere && (hasRun || begin.held.people === 0)) return null;
  return (
    <section class="block" aria-labelledby="files-h">
      <header><h2 id="files-h" ref={heading} tabIndex={-1}>{isThere ? 'Your files' : 'Ready for the first run'}</h2>{isThere && <p>Nobody else sees them. What is not imported is removed after an hour.</p>}</header>
      {sending.map(({ key, name, share, problem: refused }) => (
        <article class="file" key={key}>
          <header><h3>{name}</h3>{refused === undefined && <span class="small soft">on its way</span>}</header>
          {refused === undefined ? <progress value={share} aria-label={`Sending ${name}`} /> : <Refused of={refused} />}
          {refused !== undefined && <p class="btns"><button class="btn" type="button" onClick={() => files.dismiss(key)}>Close</button></p>}
        </article>
      ))}
      {all.map((file) => <FileCard key={file.id} file={file} begin={begin} onLook={files.reload} onRemove={() => files.remove(file)} />)}
      {view && view.joins.length > 0 && done.length > 0 && <section class="note" aria-label="What could not be joined"><span aria-hidden="true">◇</span><div>{view.joins.map((said) => <p key={said}>{said}</p>)}</div></section>}
      <p class="problem" role="alert">{problem}</p>
      {step
        ? <p class="doing" role="status"><span class="busy" aria-hidden="true" /> {step.is === 'importing' ? 'Importing. You can leave this page; it goes on.' : 'Everybody is looked at for the first time. With many events that takes minutes; then the table opens.'}</p>
        : (
          <p class="btns">
            {ready.length > 0 && <button class="btn main-act" type="button" aria-disabled={all.some(isBusy)} onClick={() => { if (!all.some(isBusy)) void take(ready.map(({ id }) => id)); }}>Import {counted(ready.length, 'file')} and look at everybody</button>}
            {ready.length === 0 && !all.some(isBusy) && (done.length > 0 || begin.held.people > 0) && <button class="btn main-act" type="button" onClick={() => { void look(); }}>Look at everybody now</button>}
            {open.length > 0 && <span class="small soft">{count(open.length)} of them {open.length === 1 ? 'needs' : 'need'} an answer first, and {open.length === 1 ? 'is' : 'are'} left out.</span>}
          </p>
        )}
    </section>
  );
}
