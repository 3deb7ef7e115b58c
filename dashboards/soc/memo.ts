import { Component, createElement, type ComponentChild, type FunctionComponent, type RenderableProps } from 'preact';

/** Draws again only when a property changed, so that a long list stays quick under the cursor. */
export function memo<P extends object>(draw: FunctionComponent<P>): FunctionComponent<P> {
  class Kept extends Component<P> {
    override shouldComponentUpdate(next: RenderableProps<P>): boolean {
      const before = this.props as Record<string, unknown>;
      const after = next as Record<string, unknown>;
      return Object.keys({ ...before, ...after }).some((key) => before[key] !== after[key]);
    }

    override render(): ComponentChild {
      return createElement(draw, this.props as P & { children?: never });
    }
  }
  return Kept as unknown as FunctionComponent<P>;
}
