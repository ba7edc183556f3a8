// What the pages draw with: Plot, and of d3 the few parts that they use themselves.
export * from "@observablehq/plot";
export { brushX, select } from "d3";
