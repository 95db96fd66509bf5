/** How a prompt is called where something is about to be done to it (ui/undo.tsx). */
export const keyOf = (id: number): string => `prompt ${id}`;
