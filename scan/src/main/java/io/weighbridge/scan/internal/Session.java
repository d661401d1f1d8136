package io.weighbridge.scan.internal;

import io.weighbridge.content.Budget;

/**
 * What the judging of one file shares over all its depths.
 *
 * @param codeUse why a loader runs the file as code; empty when nothing says so
 */
record Session(Budget budget, Judgement judgement, Facts facts, String codeUse) {}
