import { describe, expect, it } from 'vitest';
import { namingOf } from './machine-names.ts';

describe('the name of a machine', () => {
  it.each(['desktop-4f7k2qx', 'desktop-4f7a21', 'laptop-0q3rt8ab', 'win-7k2m0p4q9rs', 'desktop-4f7k2qx.lan'])('is its own where its system drew it: %s', (name) => {
    expect(namingOf(name)).toBe('own');
  });

  it.each(['home-pc', 'macbook-pro', 'macbook-pro-2.local', 'win-pc', 'lab-desktop', 'my-laptop', 'pc1', 'desktop-home', 'thor', 'server', 'home_office_2', 'imac.attlocal.net'])('is a common one where many call theirs so: %s', (name) => {
    expect(namingOf(name)).toBe('common');
  });

  it.each(['itdesk-11', 'hd-3fa21', 'ops-relay', 'falcon-pc', 'desktop-garden', 'laptop-wolf12'])('is chosen otherwise: %s', (name) => {
    expect(namingOf(name)).toBe('chosen');
  });
});
