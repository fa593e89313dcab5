package vcg.read;

import java.util.Optional;
import vcg.model.Firmware;
import vcg.read.xml.Nvram;
import vcg.read.xml.Nvram.NvramSource;

/** Reads where the variables of UEFI lie. */
record NvramBinder(Findings findings) {
  Firmware.Nvram bind(Nvram nvram) {
    boolean block = Words.is(nvram.type, "block");
    Optional<NvramSource> source = nvram.source();
    Optional<String> text = Optional.of(nvram.text()).filter(t -> !t.isEmpty());
    if (text.filter(t -> !t.startsWith("/")).isPresent()) {
      findings.error(
          Codes.WRONG_VALUE, nvram, "the text of <nvram> must be a path, which starts with /");
    }
    if (text.isPresent() && (block || source.isPresent())) {
      findings.error(
          Codes.CONTRADICTION, nvram, "<nvram> with a <source> or of type block has no text");
    }
    if (block && source.isEmpty()) {
      findings.error(Codes.INCOMPLETE, nvram, "<nvram> of type block needs a <source>");
    }
    if (block && nvram.template != null) {
      findings.attributeError(
          Codes.CONTRADICTION, nvram, "template", "nothing is copied to a block device");
    }
    source.ifPresent(s -> check(s, block));
    return new Firmware.Nvram(
        source.flatMap(s -> Words.word(block ? s.dev : s.file)).or(() -> text),
        Words.word(nvram.template),
        Words.word(nvram.format, "raw"),
        block);
  }

  private void check(NvramSource source, boolean block) {
    String needed = block ? "dev" : "file";
    String other = block ? "file" : "dev";
    String type = block ? "block" : "file";
    if ((block ? source.dev : source.file) == null) {
      findings.error(
          Codes.INCOMPLETE, source, "<source> of <nvram> of type " + type + " needs " + needed);
    }
    if ((block ? source.file : source.dev) != null) {
      findings.attributeError(
          Codes.CONTRADICTION, source, other, "<nvram> of type " + type + " has no " + other);
    }
    if (source.seclabel != null) {
      findings.warning(
          Codes.NO_EFFECT,
          source.seclabel,
          "<seclabel> has no effect: vcg gives no security labels");
    }
  }
}
