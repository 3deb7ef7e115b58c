import { describe, expect, it } from 'vitest';
import { SHIPPED } from '../catalogue/catalogue.ts';
import { TOOLS } from '../catalogue/tools.ts';
import { tracesOf, type Program } from './programs.ts';

const seen = (program: Program) => SHIPPED.matchTool({ processName: program.name, executable: program.path, commandLine: `"${program.path}" ${program.arguments}`, originalFileName: program.original, signer: program.signer });

describe('traces of a tool', () => {
  const controls = TOOLS.filter(({ kind }) => kind !== 'screen-share' && kind !== 'jiggler');

  it('are those of that tool or of none', () => {
    const wrong = controls.filter(({ id }) => ![id, undefined].includes(seen(tracesOf(id, true).program)?.tool.id));

    expect(wrong.map(({ id }) => id)).toEqual([]);
  });

  it.each(['anydesk', 'rustdesk', 'chrome-remote-desktop', 'teamviewer'])('tell that %s was set up to work with nobody there', (id) => {
    expect(seen(tracesOf(id, true).setUp!)).toMatchObject({ tool: { id }, means: 'unattended-setup' });
  });
});
