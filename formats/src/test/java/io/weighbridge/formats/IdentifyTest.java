package io.weighbridge.formats;

import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.content.Budget;
import io.weighbridge.content.BytesContent;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifyTest {

  private static Format identify(byte[] bytes) {
    return Formats.identify(new BytesContent(bytes), Budget.standard());
  }

  private static Format identify(String latin1) {
    return identify(latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static Format zip(String... names) throws Exception {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      for (String name : names) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write('x');
      }
    }
    return identify(out.toByteArray());
  }

  @Test
  void picklesOfEveryProtocolAreRecognisedByRunning() {
    assertThat(identify("\u0080\4}.")).isEqualTo(Format.PICKLE);
    assertThat(identify("\u0080\2cos\nsystem\nX\1\0\0\0x\u0085R.")).isEqualTo(Format.PICKLE);
    assertThat(identify("cos\nsystem\n(S'id'\ntR.")).isEqualTo(Format.PICKLE);
    assertThat(identify("(lp0\nF1.0\na.")).isEqualTo(Format.PICKLE);
    assertThat(identify("(S'id'\nios\nsystem\n.")).isEqualTo(Format.PICKLE);
    assertThat(identify("\u0080\5\u0095\4\0\0\0\0\0\0\0K\1K\2\u0086.")).isEqualTo(Format.PICKLE);
  }

  @Test
  void aPickleThatBreaksAfterACallIsStillOne() {
    assertThat(identify("\u0080\2cos\nsystem\nX\1\0\0\0x\u0085R\u00ff\u00ff"))
        .isEqualTo(Format.PICKLE);
    assertThat(identify("cos\nsystem\n(S'id'\ntR\u00ff\u00ff")).isEqualTo(Format.PICKLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"V%s\n", "S'%s'\n", "S'%s' \r\n"})
  void aTextLongerThanABufferDoesNotHideWhatFollows(String text) {
    assertThat(identify("(" + text.formatted("x".repeat(200_000)) + "cos\nsystem\n(S'id'\ntR."))
        .isEqualTo(Format.PICKLE);
  }

  @Test
  void bytesThatOnlyBeginLikeAPickleAreNot() {
    var random = new byte[4096];
    new Random(1).nextBytes(random);
    random[0] = (byte) 0x80;
    random[1] = 4;
    assertThat(identify(random)).isEqualTo(Format.UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cat\ndog\nmouse\n",
        "caution: hot\nsurface\n",
        "(see below\nfor more)\n",
        "N.B. this",
        "important\nthings\n",
        "0.5 0.25\n",
        "I am a README.\n",
        "#include <x>",
        "."
      })
  void ordinaryTextIsText(String text) {
    assertThat(identify(text)).isEqualTo(Format.TEXT);
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"a\": 1}', json",
    "'[1, 2]', json",
    "'{ not closed', text",
    "'#!/bin/sh\necho', script",
    "'<svg xmlns=\"x\"/>', svg",
    "'<?xml version=\"1.0\"?><svg/>', svg",
    "'<!DOCTYPE html><html></html>', html",
    "'<?xml version=\"1.0\"?><net name=\"x\"/>', openvino",
    "'<PMML version=\"4\"/>', pmml",
    "'tree\nversion=v4\n', lightgbm",
  })
  void textIsToldApartByItsFirstCharacters(String text, String format) {
    assertThat(identify(text).text()).isEqualTo(format);
  }

  @Test
  void zipsAreToldApartByTheirMembers() throws Exception {
    assertThat(zip("a/data.pkl", "a/version")).isEqualTo(Format.TORCH_ZIP);
    assertThat(zip("a/data.pkl", "a/constants.pkl", "a/code/x.py")).isEqualTo(Format.TORCHSCRIPT);
    assertThat(zip("metadata.json", "config.json", "model.weights.h5")).isEqualTo(Format.KERAS);
    assertThat(zip("x.npy")).isEqualTo(Format.NPZ);
    assertThat(zip("schema.json")).isEqualTo(Format.SKOPS);
    assertThat(zip("readme.txt")).isEqualTo(Format.ZIP);
  }

  @Test
  void aZipBehindAProgramIsAZipWhenTheProgramIsUnknown() throws Exception {
    var out = new ByteArrayOutputStream();
    out.write(new byte[] {1, 2, 3, (byte) 0xC3});
    try (var zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("a/data.pkl"));
      zip.write('x');
    }
    assertThat(identify(out.toByteArray())).isEqualTo(Format.TORCH_ZIP);
  }

  @Test
  void safetensorsIsRecognisedEvenWithAnImpossibleLength() {
    String header = "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}";
    assertThat(identify((char) header.length() + "\0\0\0\0\0\0\0" + header + "\0\0\0\0"))
        .isEqualTo(Format.SAFETENSORS);
    assertThat(identify("\0\0\0\0\0\0\0\u0080" + header)).isEqualTo(Format.SAFETENSORS);
  }

  @Test
  void textInOtherEncodingsIsTextAndBinaryIsNot() {
    assertThat(identify("plain words with one \u00e9 among many others in a line of text"))
        .isEqualTo(Format.TEXT);
    assertThat(identify("\ufeffhi".getBytes(StandardCharsets.UTF_16LE))).isEqualTo(Format.TEXT);
    assertThat(identify("text with\0a zero")).isEqualTo(Format.UNKNOWN);
  }

  @Test
  void identifyingReadsLittle() {
    var budget = Budget.standard();
    byte[] gguf = new byte[8 << 20];
    System.arraycopy("GGUF".getBytes(StandardCharsets.US_ASCII), 0, gguf, 0, 4);
    Formats.identify(new BytesContent(gguf), budget);
    assertThat(budget.bytesSpent()).isLessThan(1024);
  }
}
