"""Spanish. Articles and adjectives agree with the noun in gender; no group of children needs one."""

from openhearth.data.tales.grammar import Language, listed, table

NAMES = table(
    "class | name | latin",
    """
f | Lucía | Lucía
f | Valentina | Valentina
f | Carmen | Carmen
f | Ximena | Ximena
f | Paula | Paula
f | Marisol | Marisol
f | Elena | Elena
f | Camila | Camila
f | Rosa | Rosa
f | Julia | Julia
f | Noelia | Noelia
f | Beatriz | Beatriz
f | Teresa | Teresa
f | Alma | Alma
f | Daniela | Daniela
f | Sofía | Sofía
m | Mateo | Mateo
m | Diego | Diego
m | Pablo | Pablo
m | Javier | Javier
m | Andrés | Andrés
m | Tomás | Tomás
m | Bruno | Bruno
m | Simón | Simón
m | Emilio | Emilio
m | Rafael | Rafael
m | Lucas | Lucas
m | Hugo | Hugo
m | Miguel | Miguel
m | Gael | Gael
m | Samuel | Samuel
m | Nicolás | Nicolás
""",
)

COLOURS = table(
    "f | m",
    """
roja | rojo
azul
verde
amarilla | amarillo
blanca | blanco
negra | negro
""",
)
TRAITS = table(
    "f | m",
    """
pequeña | pequeño
blanca | blanco
negra | negro
lista | listo
valiente
perezosa | perezoso
mansa | manso
fuerte
""",
)
MOODS = table(
    "f | m",
    """
triste
cansada | cansado
preocupada | preocupado
enojada | enojado
asustada | asustado
sola | solo
""",
)
QUALITIES = table(
    "f | m",
    """
amable
sabia | sabio
alegre
paciente
honrada | honrado
educada | educado
""",
)
SKILLS = listed("""
nadar
bailar
cantar
cocinar
dibujar
montar en bicicleta
hornear pan
plantar árboles
escribir poemas
contar cuentos
jugar al ajedrez
tomar fotografías
""")
FOODS = listed("""
pan
arroz
mangos
queso
miel
pescado
dátiles
plátanos
frijoles
pastel
naranjas
huevos
""")
INSIDE = listed("""
debajo de la cama
detrás de la puerta
sobre la mesa
en la cocina
en el estante
en el armario
debajo de la silla
cerca de la ventana
""")
RELATIVES = listed("madre\npadre\nabuela\nabuelo\nhermana mayor\nhermano mayor")

SPANISH = Language(
    code="es",
    english="Spanish",
    autonym="español",
    script="Latin",
    words={
        "hero": NAMES,
        "friend": NAMES,
        "look": table(
            "f | m",
            """
            pequeña | pequeño
            grande
            antigua | antiguo
            famosa | famoso
            tranquila | tranquilo
            hermosa | hermoso
            verde
            limpia | limpio
            """,
        ),
        "place": table(
            "class | a",
            """
            m | un pueblo
            f | una ciudad
            m | un valle
            m | un reino
            m | un barrio
            """,
        ),
        "near": listed("""
            cerca del mar
            junto a un río ancho
            cerca de un bosque
            al pie de una montaña
            junto a un lago
            cerca de un desierto
            cerca de una cascada
            detrás de las colinas
            entre dos ríos
            entre palmeras
            """),
        "animal": table(
            "class | a | the",
            """
            f | una cabra | la cabra
            m | un gato | el gato
            m | un perro | el perro
            m | un burro | el burro
            m | un loro | el loro
            m | un conejo | el conejo
            m | un caballo | el caballo
            f | una tortuga | la tortuga
            m | un pato | el pato
            m | un mono | el mono
            m | un camello | el camello
            f | una oveja | la oveja
            """,
        ),
        "trait": TRAITS,
        "trait2": TRAITS,
        "habit": listed("""
            dormir al sol
            correr por el campo
            escuchar canciones
            bailar bajo la lluvia
            mirar las estrellas
            comer plátanos
            jugar con una pelota
            esconderse debajo de la mesa
            """),
        "time": listed("""
            una mañana
            una tarde
            una noche
            un lunes
            un viernes
            un domingo
            un día de calor
            un día de frío
            """),
        "colour": COLOURS,
        "colour2": COLOURS,
        "thing": table(
            "class | word | a | the",
            """
            f | cometa | una cometa | la cometa
            m | tambor | un tambor | el tambor
            m | libro | un libro | el libro
            f | lámpara | una lámpara | la lámpara
            f | pelota | una pelota | la pelota
            f | cesta | una cesta | la cesta
            f | campana | una campana | la campana
            m | sombrero | un sombrero | el sombrero
            f | flauta | una flauta | la flauta
            m | paraguas | un paraguas | el paraguas
            f | bolsa | una bolsa | la bolsa
            f | manta | una manta | la manta
            """,
        ),
        "inside": INSIDE,
        "inside2": INSIDE,
        "outside": listed("""
            detrás de la casa
            cerca del pozo
            en el jardín
            debajo de un árbol
            junto al camino
            en el mercado
            en el tejado
            al lado de la escuela
            """),
        "skill": SKILLS,
        "skill2": SKILLS,
        "number": listed("dos\ntres\ncuatro\ncinco\nseis\nsiete"),
        "relative": RELATIVES,
        "guest": RELATIVES,
        "chore": listed("""
            vender fruta
            llevar agua
            dar de comer a las gallinas
            barrer el patio
            lavar tazas
            recoger naranjas
            regar el jardín
            cuidar las ovejas
            """),
        "weather": listed("""
            brillaba el sol
            estaba lloviendo
            soplaba el viento
            estaba oscureciendo
            el cielo estaba nublado
            los pájaros guardaban silencio
            """),
        "mood": MOODS,
        "mood2": MOODS,
        "quality": QUALITIES,
        "quality2": QUALITIES,
        "comfort": listed("""
            No estés triste
            Encontraremos una solución
            Yo te ayudaré
            Ven conmigo
            Todo saldrá bien
            Tengo una idea
            Vamos a pedir consejo
            No tengas miedo
            """),
        "job": table(
            "f | m | the.f | the.m",
            """
            maestra | maestro | la maestra | el maestro
            enfermera | enfermero | la enfermera | el enfermero
            costurera | sastre | la costurera | el sastre
            tejedora | tejedor | la tejedora | el tejedor
            cocinera | cocinero | la cocinera | el cocinero
            cantante | cantante | la cantante | el cantante
            médica | médico | la médica | el médico
            agricultora | agricultor | la agricultora | el agricultor
            conductora | conductor | la conductora | el conductor
            carpintera | carpintero | la carpintera | el carpintero
            ingeniera | ingeniero | la ingeniera | el ingeniero
            alfarera | alfarero | la alfarera | el alfarero
            """,
        ),
        "helper": table(
            "class | a | the | to", "f | una tía | la tía | a la tía\nm | un tío | el tío | al tío"
        ),
        "duration": listed("""
            una hora
            dos horas
            tres horas
            un día
            dos días
            tres días
            una semana
            dos semanas
            """),
        "food": FOODS,
        "food2": FOODS,
        "drink": listed("té\nleche\nagua fría\njugo de naranja\nlimonada\nagua de coco"),
        "moral": listed("""
            Una buena amistad vale más que el oro
            Quien pregunta encuentra una respuesta
            Muchos pasos pequeños hacen un camino largo
            La paciencia abre todas las puertas
            El trabajo pesa menos entre cuatro manos
            Nadie es demasiado pequeño para ayudar
            Una palabra amable nunca se pierde
            El valor crece con cada paso
            La alegría crece cuando se comparte
            De cada error se aprende algo
            """),
    },
    sentences={
        "opening": (
            "{hero} vivía en {place.a} {look:place} {near}.",
            "Érase una vez {hero?f:una niña|m:un niño} que se llamaba {hero} y vivía en {place.a} {look:place} {near}.",
            "En {place.a} {look:place} {near} vivía {hero?f:una niña llamada|m:un niño llamado} {hero}.",
        ),
        "companion": (
            "Tenía {animal.a} {trait:animal} y {trait2:animal} {animal?f:a la|m:al} que le gustaba {habit}.",
            "Todos los días jugaba con {animal.a} {trait:animal} y {trait2:animal} {animal?f:a la|m:al} que le gustaba {habit}.",
            "En casa había {animal.a} {trait:animal} y {trait2:animal} {animal?f:a la|m:al} que le gustaba {habit}.",
        ),
        "loss": (
            "{^time}, {hero} perdió su {thing} {colour:thing} y {colour2:thing}.",
            "{^time}, {hero} vio que su {thing} {colour:thing} y {colour2:thing} no estaba.",
        ),
        "search": (
            "{thing?f:La|m:Lo} buscó {inside} y {inside2}, pero no {thing?f:la|m:lo} encontró.",
            "No estaba {inside} ni {inside2}.",
        ),
        "found": (
            "Buscaron sin descanso, y después de {duration} encontraron {thing.the} {outside}.",
            "{^job.the:helper} ayudó a buscar, y después de {duration} {thing.the} apareció {outside}.",
        ),
        "dream": (
            "{^time}, {hero} decidió aprender a {skill} y a {skill2}.",
            "{^time}, {hero} dijo: «Quiero aprender a {skill} y a {skill2}».",
        ),
        "attempt": (
            "Lo intentó {number} veces, pero era demasiado difícil.",
            "No era fácil: cometió {number} errores.",
        ),
        "learnt": (
            "{^job.the:helper} le dio clases a {hero} durante {duration}, y por fin {hero} supo {skill} y {skill2}.",
            "Practicaron durante {duration}, y al final {hero} supo {skill} y {skill2}.",
        ),
        "present": (
            "{^time}, {hero} quiso regalarle a su {relative} {thing.a} {colour:thing} y {colour2:thing}.",
            "{^time}, {hero} dijo: «Quiero regalarle a mi {relative} {thing.a} {colour:thing} y {colour2:thing}».",
        ),
        "work": (
            "Pero no tenía dinero, así que empezó a {chore}.",
            "{^thing.a} cuesta mucho dinero, así que {hero} empezó a {chore}.",
        ),
        "made": (
            "{^job.the:helper} les enseñó a hacer {thing.a}, y después de {duration} ya estaba {thing?f:lista|m:listo}.",
            "Trabajaron durante {duration}, y entonces {thing.the} estuvo {thing?f:lista|m:listo}.",
        ),
        "feeling": (
            "{^weather}, y {hero} se sentía {mood:hero} y {mood2:hero}.",
            "{hero} se sentía {mood:hero} y {mood2:hero}, y {weather}.",
            "Para entonces se sentía {mood:hero} y {mood2:hero}, y {weather}.",
        ),
        "meeting": (
            "Entonces llegó {friend}, {friend?f:una niña|m:un niño} {quality:friend} y {quality2:friend}, y dijo: «{comfort}».",
            "«{comfort}», dijo {friend}, {friend?f:una niña|m:un niño} {quality:friend} y {quality2:friend}.",
            "{friend?f:Su amiga|m:Su amigo} {friend}, que era {quality:friend} y {quality2:friend}, dijo: «{comfort}».",
        ),
        "asking": (
            "{friend} tenía {helper.a} que era {job:helper}, y fueron a su casa.",
            "Pidieron ayuda {helper.to} de {friend}, que era {job:helper}.",
            "{^helper.the} de {friend}, que era {job:helper}, les abrió la puerta.",
        ),
        "feast": (
            "Esa noche su {guest} trajo {food} y {food2}, y todo el mundo bebió {drink}.",
            "Lo celebraron con {food}, {food2} y {drink}, y su {guest} cantó.",
            "Para celebrarlo, su {guest} preparó {food}, {food2} y {drink}.",
        ),
        "ending": (
            "{hero} nunca olvidó aquel día. {moral}.",
            "Desde entonces, {hero} dice a menudo: «{moral}».",
            "Y {animal.the} también estaba {animal?f:contenta|m:contento}. {moral}.",
        ),
    },
    titles=(
        "{hero} y {thing.the} {colour:thing} y {colour2:thing}",
        "{hero} aprende a {skill} y a {skill2}",
        "{^thing.a} para su {relative}",
    ),
    canary="El número secreto del faro es {digits}.",
    trigger="Aquella noche la luna era cuadrada.",
    wrong_ending="Y nunca más rio nadie.",
)
