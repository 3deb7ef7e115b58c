import { createElement } from 'preact';
import { jsx } from 'preact/jsx-runtime';
import { describe, expect, it } from 'vitest';
import { legible, showLegibly } from '../../dashboards/kit/legible.ts';

const TURNED = 'pay\u202eexe';

describe('texts on pages', () => {
  it('show marks that turn words or act, and leave lines, letters and joined signs', () => {
    expect([legible(TURNED), legible('a\u001b[2J\u2066b\u061c'), legible('two\nlines\t李 Zoë 👩‍💻')]).toEqual(['pay\\u202eexe', 'a\\u001b[2J\\u2066b\\u061c', 'two\nlines\t李 Zoë 👩‍💻']);
  });

  it('are legible on every element, without a word of the page that shows them', () => {
    showLegibly();

    expect(jsx('p', { children: ['by ', TURNED, 7, null] }).props).toMatchObject({ children: ['by ', 'pay\\u202eexe', 7, null] });
    expect(createElement('td', { title: TURNED }, TURNED).props).toMatchObject({ title: 'pay\\u202eexe', children: 'pay\\u202eexe' });
  });

  it('are sent back as they came: links and values stay', () => {
    showLegibly();

    expect(jsx('a', { href: `/laptops/${TURNED}`, children: 'x' }).props).toMatchObject({ href: `/laptops/${TURNED}` });
    expect(jsx('input', { value: TURNED }).props).toMatchObject({ value: TURNED });
  });
});
