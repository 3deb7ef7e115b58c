import type { Tool } from '../../src/catalogue/tools.ts';

/** A tool that companies commonly sanction, and any meeting client: that it is installed says nothing. */
export function isCommon(tool: Tool): boolean {
  return tool.corporateUse === 'high' || tool.kind === 'screen-share';
}

/** A program that hands over this screen; clients of remote desktops lead elsewhere, and meetings and fleets are looked after in the open. */
export function controls(tool: Tool): boolean {
  return tool.kind === 'remote-control';
}
