/**
 * What must hold of any bytes at all, asked in four ways: seeds and past findings in every build
 * ({@code FormatFuzzTest}, {@code TextFuzzTest}), properties over generated values ({@code
 * ParserPropertiesTest}), mutations of the corpus ({@code CorpusMutationTest}), and coverage-guided
 * fuzzing for as long as one likes ({@code scripts/fuzz.sh}).
 */
package io.weighbridge.scan.fuzz;
