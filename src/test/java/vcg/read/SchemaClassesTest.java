package vcg.read;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import jakarta.xml.bind.annotation.XmlElementRef;
import jakarta.xml.bind.annotation.XmlMixed;
import jakarta.xml.bind.annotation.XmlValue;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import vcg.read.xml.Domain;
import vcg.read.xml.Metadata;
import vcg.read.xml.Partition;

/** The schema and the bound classes name the same elements and attributes, everywhere. */
class SchemaClassesTest {
  @Test
  void schemaAndClasses_walkedTogether_nameTheSame() {
    Set<String> ofSchema = new TreeSet<>();
    Set<String> ofClasses = new TreeSet<>();

    Grammar.shared().roots().forEach(r -> walk(Grammar.shared().root(r), r, ofSchema));
    walk(Domain.class, "domain", ofClasses);
    walk(Partition.class, "partition", ofClasses);

    assertThat(ofClasses).isEqualTo(ofSchema).hasSizeGreaterThan(150);
  }

  private static void walk(Grammar.Type type, String path, Set<String> names) {
    if (type.isFree()) {
      return;
    }
    if (type.isValue()) {
      names.add(path + " = text");
    }
    type.attributes().forEach(a -> names.add(path + "@" + a.name()));
    for (Grammar.Particle child : type.children()) {
      String below = path + "/" + child.name() + (type.repeats(child.name()) ? "*" : "");
      names.add(below);
      if (!isNested(path, child.name())) {
        walk(child.type(), below, names);
      }
    }
  }

  private static void walk(Class<?> type, String path, Set<String> names) {
    if (type == Metadata.class) {
      return;
    }
    for (Field field : type.getDeclaredFields()) {
      if (field.isAnnotationPresent(XmlValue.class)) {
        names.add(path + " = text");
      } else if (field.isAnnotationPresent(XmlMixed.class)) {
        names.add(path + " = text");
        XmlElementRef child = field.getAnnotation(XmlElementRef.class);
        names.add(path + "/" + child.name());
        walk(child.type(), path + "/" + child.name(), names);
      } else if (field.isAnnotationPresent(XmlAttribute.class)) {
        names.add(path + "@" + name(field, field.getAnnotation(XmlAttribute.class).name()));
      } else if (field.isAnnotationPresent(XmlElement.class)) {
        String child = name(field, field.getAnnotation(XmlElement.class).name());
        boolean list = field.getGenericType() instanceof ParameterizedType;
        String below = path + "/" + child + (list ? "*" : "");
        names.add(below);
        if (!isNested(path, child)) {
          walk(element(field), below, names);
        }
      }
    }
  }

  /** A backing store may have one of its own, without end. */
  private static boolean isNested(String path, String child) {
    return path.endsWith("/" + child);
  }

  private static String name(Field field, String stated) {
    return stated.equals("##default") ? field.getName() : stated;
  }

  private static Class<?> element(Field field) {
    return Stream.of(field.getGenericType())
        .flatMap(t ->
            t instanceof ParameterizedType list
                ? Arrays.stream(list.getActualTypeArguments())
                : Stream.of(t))
        .map(t -> (Class<?>) t)
        .findFirst()
        .orElseThrow();
  }
}
