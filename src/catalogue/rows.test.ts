import { describe, expect, it } from 'vitest';
import browsers from './browsers.json' with { type: 'json' };
import { JIGGLERS, JIGGLE_PERIODS } from './jigglers.ts';
import { fileName, signerName } from './names.ts';
import { NETWORKS } from './networks.ts';
import { TOOLS } from './tools.ts';

const KINDS = ['remote-control', 'rmm', 'tunnel', 'mesh', 'vnc', 'rdp', 'screen-share', 'km-sharing', 'jiggler'];
const MEANS = ['present', 'unattended-setup', 'incoming-session'];
const NETWORK_KINDS = ['home', 'mobile', 'hosting', 'vpn', 'relay', 'satellite', 'corporate', 'education'];

function repeated(values: readonly (string | number)[]): (string | number)[] {
  return [...new Set(values.filter((value, at) => values.indexOf(value) !== at))];
}

describe('every row', () => {
  const all = [...TOOLS, ...NETWORKS.asns, ...NETWORKS.prefixes, ...NETWORKS.names, ...JIGGLERS, ...JIGGLE_PERIODS, ...browsers];

  it('names its source and its date', () => {
    expect(all.filter(({ source, date }) => source.length < 3 || !/^\d{4}-\d{2}-\d{2}$/.test(date))).toEqual([]);
  });
});

describe('rows of tools', () => {
  it('number at least 66, each with an id of its own', () => {
    expect(TOOLS.length).toBeGreaterThanOrEqual(66);
    expect(repeated(TOOLS.map(({ id }) => id))).toEqual([]);
    expect(TOOLS.filter(({ id }) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id))).toEqual([]);
  });

  it.each(TOOLS.map((tool) => [tool.id, tool] as const))('%s is complete', (_, tool) => {
    expect(KINDS).toContain(tool.kind);
    expect(['high', 'medium', 'low']).toContain(tool.corporateUse);
    expect(tool.name).not.toBe('');
    expect(typeof tool.sharedSigner).toBe('boolean');
    expect(typeof tool.namedInReports).toBe('boolean');
    expect(tool.processes.length + tool.commandLines.length).toBeGreaterThan(0);
    expect((tool.viewers ?? []).filter((name) => [...tool.processes, ...tool.originalFileNames].map(fileName).includes(fileName(name)))).toEqual([]);
    for (const { pattern, means } of tool.commandLines) {
      expect(MEANS).toContain(means);
      expect(pattern.length).toBeGreaterThan(0);
      expect(pattern.filter((part) => part !== part.toLowerCase() || part.includes('"') || part.length < 2)).toEqual([]);
    }
  });

  it('have patterns in lower case with at least three letters or digits', () => {
    const patterns = TOOLS.flatMap((tool) => [...tool.processes, ...tool.executables, ...tool.packages, ...tool.domains]);

    expect(patterns.filter((pattern) => pattern !== pattern.toLowerCase())).toEqual([]);
    expect(patterns.filter((pattern) => pattern.replace('.exe', '').replace(/[^a-z0-9]/g, '').length < 3)).toEqual([]);
  });

  it('share no process, domain or original file name', () => {
    expect(repeated(TOOLS.flatMap((tool) => [...new Set(tool.processes.map(fileName))]))).toEqual([]);
    expect(repeated(TOOLS.flatMap(({ domains }) => domains))).toEqual([]);
    expect(repeated(TOOLS.flatMap(({ originalFileNames }) => originalFileNames.map(fileName)))).toEqual([]);
  });

  it('share a signer only where they say so', () => {
    const own = TOOLS.filter(({ sharedSigner }) => !sharedSigner).map(({ signers }) => [...new Set(signers.map(signerName))]);
    const shared = new Set(TOOLS.filter(({ sharedSigner }) => sharedSigner).flatMap(({ signers }) => signers.map(signerName)));

    expect(repeated(own.flat())).toEqual([]);
    expect(own.flat().filter((signer) => shared.has(signer))).toEqual([]);
  });

  it('leave out programs whose presence would stand for where somebody comes from', () => {
    expect(TOOLS.filter(({ id }) => /^(qq|aliwangwang)/.test(id))).toEqual([]);
  });
});

describe('rows of networks', () => {
  it('name each network once, with a kind the code knows', () => {
    expect(repeated(NETWORKS.asns.map(({ asn }) => asn))).toEqual([]);
    expect(repeated(NETWORKS.prefixes.map(({ range }) => range))).toEqual([]);
    const rows = [...NETWORKS.asns, ...NETWORKS.prefixes];
    expect(rows.filter(({ kind, also = [] }) => ![kind, ...also].every((each) => NETWORK_KINDS.includes(each)) || also.includes(kind))).toEqual([]);
    expect(NETWORKS.names.filter(({ kind }) => !NETWORK_KINDS.includes(kind))).toEqual([]);
  });
});
