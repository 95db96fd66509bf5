/** Takes texts apart for colouring. Its languages expect it under its name. */
import Prism from 'prismjs';

/** It draws nothing by itself. */
Prism.manual = true;
Object.assign(globalThis, { Prism });

export default Prism;
